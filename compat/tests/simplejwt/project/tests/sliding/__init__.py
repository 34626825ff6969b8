"""Tests of ``config.sliding``: sliding tokens beside pairs that rotate."""
