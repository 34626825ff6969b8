"""Tests of ``signet migrate-from-simplejwt``."""
