"""Packages of others that are built on Simple JWT, unchanged, on top of ours."""
