"""Accounts: signing up, in and out, addresses, passwords and mails, with each of two user models."""
