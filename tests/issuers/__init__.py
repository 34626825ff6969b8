"""Tokens of other issuers, verified without Django: discovery, several issuers, kept keys, storms, hostile sets."""
