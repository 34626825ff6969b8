"""A shop that was written for djoser."""
