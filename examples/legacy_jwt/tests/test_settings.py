"""Django finds nothing wrong with the project."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.test import TestCase


class ProjectTests(TestCase):
    """The project as a whole."""

    def test_check_finds_nothing(self) -> None:
        """``manage.py check`` has no error and no warning."""
        call_command("check", fail_level="DEBUG", stdout=StringIO())

    def test_no_migration_is_missing(self) -> None:
        """``makemigrations --check`` has nothing to make: it would exit with 1."""
        call_command("makemigrations", check_changes=True, verbosity=0)
