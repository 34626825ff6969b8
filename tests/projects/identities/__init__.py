"""The project of identities, and of codes by mail."""
