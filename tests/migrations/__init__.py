"""Migrations that run while the version before serves."""
