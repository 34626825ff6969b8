"""The settings are whole, and Django finds nothing wrong with them."""

from __future__ import annotations

from dataclasses import asdict
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.test import SimpleTestCase, TestCase

from drf_signet.settings import Settings

DEFAULTS = asdict(Settings())


class SignetTests(SimpleTestCase):
    """The dict SIGNET."""

    def test_it_has_every_key(self) -> None:
        """Whoever looks for a key finds it written out, and no key is made up."""
        self.assertEqual(set(settings.SIGNET), set(DEFAULTS))

    def test_it_holds_the_defaults_but_for_token_classes(self) -> None:
        """The comment above the dict is true: one key is otherwise."""
        changed = {name for name, value in settings.SIGNET.items() if value != DEFAULTS[name]}
        self.assertEqual(changed, {"AUTH_TOKEN_CLASSES"})


class ProjectTests(TestCase):
    """The project as a whole."""

    def test_check_finds_nothing(self) -> None:
        """``manage.py check`` has no error and no warning."""
        call_command("check", fail_level="DEBUG", stdout=StringIO())

    def test_no_migration_is_missing(self) -> None:
        """``makemigrations --check`` has nothing to make: it would exit with 1."""
        call_command("makemigrations", check_changes=True, verbosity=0)
