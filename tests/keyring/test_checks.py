"""What `manage.py check` says about keys in a table."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.checks import CheckMessage, Tags, run_checks
from django.core.management import call_command
from django.test import modify_settings, override_settings

from drf_signet.key_stores import KEY_TABLE
from drf_signet.key_table_checks import APP
from signet_tokens.ring_key import RingKey
from tests.keyring.conftest import KEY, SIGNET
from tests.keyring.test_key_table import FIRST, fill

OURS = {"signet.E070", "signet.E071", "signet.W075", "signet.W076"}


def said(signet: Mapping[str, object], **more: object) -> list[CheckMessage]:
    """What our checks say with the dict *signet*, where the app is there."""
    with modify_settings(INSTALLED_APPS={"append": APP}), override_settings(SIGNET=signet, **more):
        return [one for one in run_checks(include_deployment_checks=True) if one.id in OURS]


def test_nothing_is_wrong() -> None:
    """App, setting and key are there."""
    assert said(SIGNET) == []


def test_the_app_is_not_listed() -> None:
    """No migration would make the table."""
    with override_settings(SIGNET=SIGNET):
        (error,) = [one for one in run_checks() if one.id in OURS]
    assert error.id == "signet.E070"
    assert error.msg == "SIGNET['SIGNING_KEYS'] is a table of keys, but INSTALLED_APPS lacks 'drf_signet.keyring'."


@pytest.mark.parametrize("keys", [None, "", [], "short", [KEY, "short"]])
def test_no_key_encrypts(keys: object) -> None:
    """The hint says how to make one, and the message holds nothing of what is there."""
    (error,) = said({"SIGNING_KEYS": KEY_TABLE, "KEY_ENCRYPTION_KEYS": keys})
    assert error.id == "signet.E071"
    assert "KEY_ENCRYPTION_KEYS" in error.msg
    assert error.hint
    assert "secrets.token_urlsafe(32)" in error.hint
    assert "short" not in error.msg


def test_django_s_secret_encrypts() -> None:
    """Whoever may sign links could read the keys."""
    (error,) = said(SIGNET, SECRET_KEY=KEY)
    assert (error.id, error.msg) == ("signet.E071", "SIGNET['KEY_ENCRYPTION_KEYS'] is Django's SECRET_KEY.")


@pytest.mark.parametrize(
    ("signet", "number"), [({}, 1), ({"SIGNING_KEYS": ["s" * 40]}, 1), ({"KEY_ENCRYPTION_KEYS": KEY}, 2)]
)
def test_an_app_or_a_key_without_effect(signet: Mapping[str, object], number: int) -> None:
    """Tokens are signed by another key."""
    assert [one.id for one in said(signet)] == ["signet.W075"] * number


def of_tables(alias: str) -> list[str]:
    """The ids of what `check --database` says."""
    return [one.id or "" for one in run_checks(tags=[Tags.database], databases=[alias])]


def test_nothing_signs(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty table, and one of public keys. `migrate` says it, too."""
    assert of_tables(table) == ["signet.W076"]
    call_command("migrate", "signet_keyring", database=table, verbosity=0, skip_checks=False)
    assert "manage.py keys generate" in capsys.readouterr().err
    fill(RingKey(FIRST.public))
    assert of_tables(table) == ["signet.W076"]
    fill(RingKey(FIRST))
    assert of_tables(table) == []


def test_other_databases_are_not_asked(table: str) -> None:
    """Nor the table that no setting names."""
    assert of_tables("default") == []
    with override_settings(SIGNET={}):
        assert of_tables(table) == []


def test_no_migration_is_missing(table: str) -> None:
    """The model is what the migrations make."""
    call_command("makemigrations", "signet_keyring", check=True, dry_run=True, verbosity=0)
