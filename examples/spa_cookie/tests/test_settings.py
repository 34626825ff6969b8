"""The settings are whole, in development and in production, and Django finds nothing wrong with them."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO

import django
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError
from django.test import SimpleTestCase, TestCase

from tests.production import ENVIRONMENT, FOLDER, production_settings
from users.models import User


class ProjectTests(TestCase):
    """The project as a whole."""

    def test_check_finds_nothing(self) -> None:
        """``manage.py check`` has no error and no warning."""
        call_command("check", fail_level="DEBUG", stdout=StringIO())

    def test_no_migration_is_missing(self) -> None:
        """``makemigrations --check`` has nothing to make: it would exit with 1."""
        call_command("makemigrations", check_changes=True, verbosity=0)

    def test_the_database_takes_an_address_once(self) -> None:
        """Whatever its case, and whoever writes it: a shell, or the admin."""
        User.objects.create_user("ada", "ada@example.com")
        with self.assertRaises(IntegrityError):
            User.objects.create_user("grace", "Ada@example.com")


class ProductionTests(SimpleTestCase):
    """With a SECRET_KEY in the environment."""

    def test_check_deploy_finds_nothing(self) -> None:
        """Not one warning, neither of Django's nor of ours."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
            cwd=FOLDER,
            env={**os.environ, **ENVIRONMENT},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("no issues", done.stdout)

    def test_what_is_for_development_is_off(self) -> None:
        """The one variable does it all: no debug pages, no mails on the console, no cookie over plain http."""
        production = production_settings()
        self.assertFalse(production["DEBUG"])
        self.assertEqual(production["SECRET_KEY"], ENVIRONMENT["SECRET_KEY"])
        self.assertEqual(production["SIGNET"]["SIGNING_KEY"], ENVIRONMENT["SIGNING_KEY"])
        self.assertEqual(production["ALLOWED_HOSTS"], ["app.example.com", "api.example.com"])
        self.assertTrue(production["SIGNET"]["REFRESH_COOKIE_SECURE"])
        is_old = django.VERSION < (6, 1)
        backend = production["EMAIL_BACKEND"] if is_old else production["MAILERS"]["default"]["BACKEND"]
        self.assertTrue(backend.endswith(".smtp.EmailBackend"))

    def test_no_secret_is_in_the_repository(self) -> None:
        """The secret in the settings is for development, and says so."""
        self.assertTrue(settings.SECRET_KEY.startswith("insecure-"))
