"""Tests of ``config.settings``: tokens in pairs, with the blacklist app."""
