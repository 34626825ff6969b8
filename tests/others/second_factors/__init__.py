"""Projects that ask for more than a password: a code, a verified address, a contract."""
