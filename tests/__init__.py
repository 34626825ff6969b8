"""Tests of the library, and in ``service`` of the service."""
