"""Tests of ``signet-migrate``."""
