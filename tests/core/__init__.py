"""Keys, signatures, claims, tokens and signing in: the tier that needs no table of its own."""
