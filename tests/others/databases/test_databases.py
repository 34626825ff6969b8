"""Replicas that are behind, and users in a database of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def told() -> Mapping[str, Any]:
    """What was answered, and what the checks said."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.others.databases.settings"}
    command = [sys.executable, "-W", "error", "-m", "tests.others.databases.story"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: Mapping[str, Any] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("name", ["whole", "page"])
def test_an_account_lives_though_the_replica_never_hears_of_it(told: Mapping[str, Any], name: str) -> None:
    """
    Each mail is sent, no answer tells of an address, and what was changed is what is shown next.

    By our backend, or by that of Django with the router of the page.
    """
    assert told[name] == [
        ["sign up", 201, 1],
        ["sign up again", 201, 2],
        ["activate", 204],
        ["activate", 204],
        ["taken", 400],
        ["sign in", 200],
        ["me", True],
        ["rename", 200],
        ["me", "Ada"],
        ["core", ["ada", "default"]],
        ["password", 204],
        ["ask", 204],
        ["reset", 204],
        ["sign in", 200],
        ["refresh", 200],
        ["address", 204],
        ["confirm", 204],
        ["delete", 204],
        ["left", [0, 0]],
    ]


def test_what_the_replica_still_takes_for_true_is_not(told: Mapping[str, Any]) -> None:
    """A ban, and a password that was replaced, even where Django's backend asks the replica."""
    assert told["stale"]["Replica"] == [
        ["banned", 401],
        ["sign in", 200],
        ["refresh of who is banned", 401],
        ["old password", 401],
        ["sign in", 200, 200],
        ["end all", 1, 0],
        ["sessions", [True, False]],
    ]


def test_nothing_is_written_to_where_a_user_was_read(told: Mapping[str, Any]) -> None:
    """Though Django would, with a router that says nothing about writing."""
    assert told["stale"]["ReadsAlone"][-2] == ["end all", 1, 0]
    assert told["stale"]["ReadsAlone"][-1] == ["sessions", [True, False]]
    assert [one[1] for one in told["stale"]["ReadsAlone"] if one[0] == "sign in"] == [200, 200]


def test_a_check_tells_of_backends_that_read_a_replica(told: Mapping[str, Any]) -> None:
    """With what it means."""
    (message,) = told["said"]["Replica"]
    assert message.startswith("signet.W035 Users are read from the database 'replica' and written to 'default'")


def test_a_check_tells_of_tables_apart_from_the_users(told: Mapping[str, Any]) -> None:
    """All of them, and no database is opened for it."""
    messages = told["said"]["UsersApart"]
    assert {one.partition(" ")[0] for one in messages} == {"signet.E035"}
    apart = {label for one in messages for label in one.partition(" ")[2].partition(" would")[0].split(", ")}
    assert apart == {
        *("signet_sessions.Session", "signet_sessions.PasswordRehash"),
        *("signet_accounts.EmailAddress", "signet_accounts.KnownDevice", "signet_accounts.NameKey"),
        *("signet_accounts.PendingSignUp", "signet_accounts.Reservation"),
        *("token_blacklist.OutstandingToken", "token_blacklist.BlacklistedToken"),
        "blacklist.BlacklistedToken",
    }


def test_a_router_need_not_know_what_to_say_of_nobody(told: Mapping[str, Any]) -> None:
    """A command that names the database makes, changes and deletes users there; and every check runs, as below."""
    assert told["named"] == ["user_inactive", False]


@pytest.mark.parametrize(
    "router", ["ByRequestAlone", "AllWithUsers", "MailsApart", "OneByTwoNames", "PrimaryReplicaRouter"]
)
def test_nothing_is_said_where_they_are_together(told: Mapping[str, Any], router: str) -> None:
    """Nor of mails that wait elsewhere, or of two aliases of one database."""
    assert told["said"][router] == []
