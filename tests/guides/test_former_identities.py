"""Rows that the real django-allauth and social-auth-app-django write become identities."""

from __future__ import annotations

import os
import subprocess
from typing import Final

import pytest

from tests.real_parts.old_environments import OUR_SOURCES, old_python

ALLAUTH: Final = """
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
said = {"sub": "1001", "email": "ada@example.com", "iss": "https://accounts.google.com"}
SocialAccount.objects.create(user=ada, provider="google", uid="1001", extra_data=said)
EmailAddress.objects.create(user=ada, email="ada@example.com", verified=True, primary=True)
"""
SOCIAL_AUTH: Final = """
from social_django.models import UserSocialAuth
UserSocialAuth.objects.create(user=ada, provider="google-oauth2", uid="1001", extra_data={"email": "ada@example.com"})
UserSocialAuth.objects.create(user=ada, provider="google-oauth2", uid="ada@example.com", extra_data={})
"""
PROGRAM: Final = """
import django
from django.conf import settings
from django.core.management import call_command

ours = ("", ".sessions", ".accounts", ".identities")
settings.configure(
    SECRET_KEY="x" * 60,
    DATABASES={{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}},
    INSTALLED_APPS=[
        "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "rest_framework",
        *{apps!r}, *(f"drf_signet{{one}}" for one in ours),
    ],
    MIDDLEWARE={middleware!r},
    SIGNET={{"PROVIDERS": {{"google": {{"client_id": "x", "client_secret": "y"}}}}}},
)
django.setup()
call_command("migrate", verbosity=0, skip_checks=True)
from django.contrib.auth.models import User
from drf_signet.accounts.models import EmailAddress as Claim
from drf_signet.identities.models import Identity
ada = User.objects.create_user("ada", "ada@example.com", "x")
{rows}
call_command("identities", "import", "--from", {source!r}, skip_checks=True, no_color=True)
print(*Identity.objects.values_list("user__username", "issuer", "subject", "email"))
print(Claim.objects.exclude(verified_at=None).count(), "verified")
"""
IDENTITY: Final = "('ada', 'https://accounts.google.com', '1001', 'ada@example.com')"


@pytest.mark.parametrize(
    ("package", "source", "apps", "middleware", "rows", "is_verified"),
    [
        (
            "jwt-on-allauth",
            "allauth",
            ["allauth", "allauth.account", "allauth.socialaccount"],
            ["allauth.account.middleware.AccountMiddleware"],
            ALLAUTH,
            True,
        ),
        ("djoser", "social-auth", ["social_django"], [], SOCIAL_AUTH, False),
    ],
    ids=["allauth", "social-auth"],
)
def test_the_rows_of_real_packages(
    package: str, source: str, apps: list[str], middleware: list[str], rows: str, *, is_verified: bool
) -> None:
    """With the tables that they make themselves. Only allauth's say which addresses are verified."""
    program = PROGRAM.format(apps=apps, middleware=middleware, rows=rows, source=source)
    path = {"PYTHONPATH": os.pathsep.join(OUR_SOURCES), "PYTHONDONTWRITEBYTECODE": "1"}
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [str(old_python(package)), "-c", program]
    done = subprocess.run(command, env={**own, **path}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *_, found, verified = done.stdout.splitlines()
    assert (found, verified) == (IDENTITY, f"{int(is_verified)} verified"), done.stdout
