"""
A mail goes to the user who asked at one tenant, and to nobody at another. A router chooses the database by a variable
of the thread or of the context, or django-tenants chooses the schema.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.real_parts.servers import postgresql, private_folder

PACKAGE: Final = __package__
B: Final = {"a": 400, "b": 204}
"""The answer of each tenant to a link that is valid at b alone."""


def run(program: str, **variables: str) -> str:
    """The output of *program* of this folder."""
    command = [sys.executable, "-W", "error", "-m", f"{PACKAGE}.{program}"]
    environment = {**os.environ, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def mail(kind: str, to: str, page: str = "") -> list[str]:
    """A mail of b."""
    subject = {
        "activation": "Confirm your e-mail address at b.example.com",
        "exists": "You already have an account at b.example.com",
        "reset": "Set a new password at b.example.com",
        "changed": "Your password at b.example.com was changed",
        "change": "Confirm your new e-mail address at b.example.com",
        "moved": "The e-mail address of your account at b.example.com was changed",
    }[kind]
    return [f"{to}@example.com", subject, page and f"https://b.example.com/{page}"]


@pytest.fixture(scope="module", params=["thread", "context", "schemas"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The results of everything that is done at b: see `story`."""
    if request.param != "schemas":
        folder = tmp_path_factory.mktemp(request.param)
        variables = {
            "DJANGO_SETTINGS_MODULE": f"{PACKAGE}.two_databases",
            "TWO_DATABASES": str(folder),
            "KEPT_IN": request.param,
        }
        run("make_databases", **variables)
        yield json.loads(run("story", **variables))
        return
    pytest.importorskip("django_tenants")
    with private_folder() as data, postgresql(data) as url:
        variables = {"DJANGO_SETTINGS_MODULE": f"{PACKAGE}.schemas", "SCHEMAS": url}
        run("make_schemas", **variables)
        yield json.loads(run("story", **variables))


MAILS: Final = {
    "a_sign_up": [[mail("activation", "new", "activate")], B, "new@example.com", 0],
    "a_sign_up_that_makes_a_user": [[mail("activation", "newer", "activate")], B, 1, False, True],
    "an_address_of_somebody_else": [[mail("exists", "both", "reset")], B],
    "an_address_that_is_taken_at_a_only": [mail("activation", "first-a", "activate")],
    "a_resend": [
        mail("activation", "first-a", "activate"),
        mail("activation", "unproven", "activate"),
        mail("activation", "unproven", "activate"),
    ],
    "a_new_address_of_somebody_else": [[mail("exists", "both", "reset")], B],
    "a_reset": [
        [mail("reset", "both", "reset")],
        B,
        [mail("reset", "both", "reset"), mail("changed", "both")],
        ["b"],
    ],
    "a_reset_at_the_wrong_tenant": [],
    "a_found_account": [B, [mail("reset", "found", "reset"), mail("changed", "found")]],
    "a_new_password": [[mail("changed", "first-b")], True],
    "a_new_address": [
        [mail("change", "moved", "confirm")],
        B,
        [mail("change", "moved", "confirm"), mail("moved", "second-b")],
    ],
}


@pytest.mark.parametrize("act", MAILS)
def test_a_mail_is_for_the_user_who_asked(story: dict[str, Any], act: str) -> None:
    """It goes to their address, with the pages of their tenant, and a link that works only there."""
    assert story[act] == MAILS[act]


def test_what_a_killed_process_left_is_sent_by_another(story: dict[str, Any]) -> None:
    """That process looks in each place, though it got no request there."""
    assert story["what_a_killed_process_left"] == [mail("reset", "both", "reset")]


def test_what_waits_since_before_an_upgrade_is_done_where_it_was_found(story: dict[str, Any]) -> None:
    """Earlier versions stored no tenant; ``accounts mails --send`` sends the mails of the place that it is given."""
    ((address, _, _),) = story["what_waits_since_before_an_upgrade"]
    assert address == "b4@example.com"


def test_the_mail_of_somebody_who_has_gone_is_nobody_elses(story: dict[str, Any]) -> None:
    """Another user has their key by now, and the log says that the mail was dropped."""
    line = "Signet doesn't send an e-mail: the user who asked for it has another address by now\n"
    assert story["what_is_somebody_elses_by_now"] == [[], line]


def test_a_queue_is_told_where(story: dict[str, Any]) -> None:
    """Its workers serve no tenant. A job of an earlier version, which names none, is refused."""
    reason = "send_password_reset doesn't know its database or tenant"
    assert story["a_queue_of_the_projects"] == [[mail("reset", "both", "reset")], B, reason, 1]


def test_a_deletion_ends_the_sessions_of_that_user(story: dict[str, Any]) -> None:
    """A request or code that names a database deletes them; sessions of the user of a with the same key go on."""
    assert story["a_deletion"] == [[], 200, 401]
    assert story["a_deletion_by_code"] == [200, 401, "user_deleted"]


def test_a_purge_is_of_one_place(story: dict[str, Any]) -> None:
    """The command names the place."""
    assert story["a_purge"] == {"a": True, "b": False}


def test_each_place_has_a_list_of_ended_sessions(story: dict[str, Any]) -> None:
    """Even without the setting for tenants: a sign-out at b takes effect at b, whatever list was read last."""
    assert story["a_snapshot"] == [[200, 200], [200, 401]]


def test_the_commands_of_the_page_are_accepted(story: dict[str, Any]) -> None:
    """Those for databases, or those for schemas."""
    assert story["what_the_page_says"] == 3
