"""Settings: what each does, as it is seen from outside."""
