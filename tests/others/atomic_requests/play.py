"""
What the doors answer in this project, with ``ATOMIC_REQUESTS`` and without, as JSON.

    python -m tests.others.atomic_requests.play
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from typing import Any, Final

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.others.atomic_requests.settings"
django.setup()

from axes.models import AccessAttempt  # noqa: E402
from axes.utils import reset  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.signals import user_login_failed  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

from drf_signet.accounts.email_addresses import verify_address  # noqa: E402
from drf_signet.accounts.models import EmailAddress  # noqa: E402
from drf_signet.sessions.testing import client_for  # noqa: E402
from tests.others.second_factors.codes import HEADER  # noqa: E402

DOORS: Final = (
    *("core", "sliding", "sessions", "sessions-sliding", "browser", "drop-in", "drop-in-sliding"),
    *("drf-jwt", "drf-jwt-1-19"),
)
PASSWORD: Final = "correct-horse-battery"


def sign_in(door: str, password: str = "wrong", **meta: Any) -> Any:
    """The answer to an attempt."""
    client = APIClient(raise_request_exception=False, HTTP_SEC_FETCH_SITE="same-origin")
    return client.post(f"/{door}/", {"username": "ada", "password": password}, format="json", **meta)


def status(door: str, password: str = "wrong", **meta: Any) -> int:
    """Its status."""
    return int(sign_in(door, password, **meta).status_code)


def lock_out(door: str) -> Any:
    """Three wrong passwords, which are as many as Axes allows; and then the right one."""
    wrong = [status(door) for _ in range(3)]
    rows = [one.failures_since_start for one in AccessAttempt._default_manager.all()]
    last = sign_in(door, PASSWORD)
    return {"wrong": wrong[:2], "third": wrong[2], "rows": rows, "last": last.status_code, "body": last.json()}


def forget(door: str) -> Any:
    """A sign-in between two wrong passwords and two more: what the last one is answered."""
    for password in ("wrong", "wrong", PASSWORD, "wrong", "wrong"):
        status(door, password)
    return status(door, PASSWORD)


def forget_without_signal(door: str) -> Any:
    """The same without the signal that Axes waits for."""
    with override_settings(SIGNET={"UPDATE_LAST_LOGIN": False}, SIMPLE_JWT={}):
        return forget(door)


def count(door: str) -> Any:
    """Eleven wrong passwords, without Axes."""
    with override_settings(AXES_ENABLED=False):
        return [status(door) for _ in range(11)]


def count_codes(door: str) -> Any:
    """Eleven wrong codes."""
    with override_settings(AXES_ENABLED=False):
        return [status(door, PASSWORD, **{HEADER: "000000"}) for _ in range(11)]


def remember_elsewhere(door: str) -> Any:
    """A receiver that writes into another database, which has ATOMIC_REQUESTS, too: how many rows stay."""

    def write(**sent: Any) -> None:
        Session.objects.using("other").create(session_key=door, expire_date=timezone.now())

    Session.objects.using("other").all().delete()
    user_login_failed.connect(write)
    try:
        status(door)
    finally:
        user_login_failed.disconnect(write)
    return Session.objects.using("other").count()


def ask_password(method: str, path: str) -> Callable[[str], Any]:
    """Eleven wrong passwords of a user who is signed in."""

    def ask(door: str) -> Any:
        client = client_for(get_user_model().objects.get())
        body = {"current_password": "wrong", "new_password": "x-" + PASSWORD, "new_email": "new@example.com"}
        return [getattr(client, method)(path, body, format="json").status_code for _ in range(11)]

    return ask


def try_unverified(door: str) -> Any:
    """Eleven right passwords of a user who has yet to follow the link."""
    EmailAddress.objects.all().delete()
    return [status(door, PASSWORD) for _ in range(11)]


PLAYS: Final[dict[str, tuple[Callable[[str], Any], tuple[str, ...]]]] = {
    "lock_out": (lock_out, DOORS),
    "forget": (forget, DOORS),
    "forget_without_signal": (forget_without_signal, ("core", "drop-in", "drf-jwt")),
    "count": (count, DOORS),
    "count_codes": (count_codes, DOORS),
    "remember_elsewhere": (remember_elsewhere, DOORS),
    "try_unverified": (try_unverified, DOORS),
    "set_password": (ask_password("post", "/accounts/users/set_password/"), ("accounts",)),
    "set_email": (ask_password("post", "/accounts/users/set_email/"), ("accounts",)),
    "delete": (ask_password("delete", "/accounts/users/me/"), ("accounts",)),
}


def play(what: str, door: str) -> Any:
    """What *what* says of *door*, with one user, from nothing."""
    reset()
    cache.clear()
    get_user_model().objects.all().delete()
    user = get_user_model().objects.create_user("ada", "ada@example.com", PASSWORD)
    verify_address(user, timezone.now())
    return PLAYS[what][0](door)


def main() -> None:
    """Write it all to the standard output."""
    setup_test_environment()
    logging.disable()
    for alias in connections:
        call_command("migrate", verbosity=0, database=alias)
    call_command("createcachetable", verbosity=0)
    found: dict[str, Any] = {}
    for is_atomic in (True, False):
        for alias in connections:
            connections[alias].settings_dict["ATOMIC_REQUESTS"] = is_atomic
        for what, (_, doors) in PLAYS.items():
            for door in doors:
                found[f"{what} {door} {'atomic' if is_atomic else 'plain'}"] = play(what, door)
    json.dump(found, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
