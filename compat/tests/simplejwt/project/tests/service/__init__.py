"""Tests of ``config.service``: RS256, another user model, no blacklist app."""
