"""What ``manage.py check`` says of ``SIMPLE_JWT``: each mistake once, with its id."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from compat.tests.simplejwt.site.asking import simple_jwt
from drf_signet_compat.simplejwt.checks import register_checks
from drf_signet_compat.simplejwt.token_blacklist.checks import REPLACED


def said(deploy: bool = False, databases: list[str] | None = None) -> list[tuple[str | None, str, str | None]]:
    """The id, the text and the hint of each message of ours."""
    found = run_checks(include_deployment_checks=deploy, databases=databases)
    return [(one.id, one.msg, one.hint) for one in found if (one.id or "").startswith("signet.")]


def test_nothing_is_wrong_by_default() -> None:
    """Not with the setting, nor without it."""
    assert said() == []
    with override_settings(SIMPLE_JWT=None):
        assert said() == []


@pytest.mark.parametrize(
    ("name", "value", "code", "words"),
    [
        ("SIGNIN_KEY", "a", "E001", "Did you mean 'SIGNING_KEY'?"),
        ("access_token_lifetime", 1, "E001", "Did you mean 'ACCESS_TOKEN_LIFETIME'?"),
        ("AUTH_COOKIE", "a", "W001", "Signet ignores it"),
        ("SLIDING_TOKEN_REFRESH_LIFETIME_LATE_USER", 1, "W001", "Signet ignores it"),
        ("SECRET_KEY", "a", "E002", "Write SIGNING_KEY."),
        ("AUTH_HEADER_TYPE", "a", "E002", "Write AUTH_HEADER_TYPES"),
        ("ACCESS_TOKEN_LIFETIME", 5, "E003", "SIMPLE_JWT['ACCESS_TOKEN_LIFETIME'] should be a datetime.timedelta"),
        ("ALGORITHM", "HS1", "E003", "SIMPLE_JWT['ALGORITHM'] should be one of"),
        ("CHECK_REVOKE_TOKEN", "yes", "E003", "should be True or False, not 'yes'"),
        ("TOKEN_OBTAIN_SERIALIZER", "nowhere.Serializer", "E004", "can't be imported"),
        ("TOKEN_VERIFY_SERIALIZER", "rest_framework_simplejwt.serializers.Nothing", "E004", "can't be imported"),
        ("ON_LOGIN_FAILED", "nonsense", "E004", "can't be imported"),
        ("ON_LOGIN_SUCCESS", len, "W002", "Set UPDATE_LAST_LOGIN to True."),
        ("JTI_CLAIM", None, "E006", "no token can be recorded"),
    ],
)
def test_a_mistake_is_said_once(name: str, value: object, code: str, words: str) -> None:
    """In words that name the key, or what to write instead."""
    with simple_jwt(**{name: value}):
        (found,) = said()
    assert found[0] == f"signet.simplejwt.{code}"
    assert words in f"{found[1]} {found[2]}"


def test_a_setting_that_is_no_dict() -> None:
    """Is one mistake."""
    with override_settings(SIMPLE_JWT=[1]):
        assert said() == [("signet.simplejwt.E003", "SIMPLE_JWT should be a dict, not list.", None)]


@pytest.mark.parametrize(
    ("key", "code"), [({"SIGNING_KEY": None}, "E004"), ({"ALGORITHM": "RS256"}, "E010"), ({"LEEWAY": -1}, "E006")]
)
def test_what_the_core_checks_is_checked(key: dict[str, object], code: str) -> None:
    """Its app is not installed here."""
    with simple_jwt(**key):
        assert [one[0] for one in said()] == [f"signet.{code}"]


def test_mistakes_in_signet() -> None:
    """Are said in its own name."""
    with override_settings(SIGNET={"LEEWAI": 1, "ISSUER": 5}):
        assert [one[:2] for one in said()] == [
            ("signet.E001", "SIGNET['LEEWAI'] is not a setting."),
            ("signet.E002", "SIGNET['ISSUER'] should be a string or None, not 5."),
        ]


def test_deployment() -> None:
    """That passwords can be guessed without end is said before a deployment, until there are limits."""
    assert "signet.simplejwt.W003" in [one[0] for one in said(deploy=True)]
    with override_settings(SIGNET={"THROTTLE_RATES": {}}):
        assert "signet.simplejwt.W003" not in [one[0] for one in said(deploy=True)]


def test_checks_are_registered_once() -> None:
    """However often that is asked for."""
    register_checks()
    register_checks()
    with simple_jwt(LEEWAI=1):
        assert len(said()) == 1


def test_half_of_the_migrations(db: None) -> None:
    """The tables of an older Simple JWT are an error where the database is looked at; its whole history is none."""
    recorder = MigrationRecorder(connection)
    assert said(databases=["default"]) == []
    recorder.record_unapplied("token_blacklist", REPLACED[-1])
    ((code, text, _),) = said(databases=["default"])
    assert (code, REPLACED[-1] in text) == ("signet.simplejwt.E007", True)
    assert said() == []
    for name in REPLACED:
        recorder.record_unapplied("token_blacklist", name)
    assert said(databases=["default"]) == []


def test_no_migration_is_missing(db: None) -> None:
    """The models are as the migration makes them."""
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())
