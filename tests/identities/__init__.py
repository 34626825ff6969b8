"""Identities: signing in with an account at another site, linking one, and what is refused."""
