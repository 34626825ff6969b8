"""Commands of Django's that are done with more care here."""
