"""The Django app that records refresh tokens and sliding tokens: the issued ones, and the revoked ones."""
