"""Providers of identities: the protocol with a certified one, and with hostile ones."""
