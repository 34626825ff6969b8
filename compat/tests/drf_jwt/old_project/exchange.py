"""
Issue tokens with the settings of each group, or use those that were issued elsewhere.

    python exchange.py 1.x issue [--ours] GROUP …
    python exchange.py 1.x accept [--ours] GROUP …      with {group: token} on standard input

Tokens live for many years here, so that they can be written down.
"""

# mypy: ignore-errors

from __future__ import annotations

import json
import logging
import sys
import warnings
from datetime import timedelta
from typing import Any, Final

from ask import install
from groups import groups_of
from project import set_up
from steps import ADA, PREFIX

FOR_YEARS: Final = {
    "JWT_EXPIRATION_DELTA": timedelta(days=36_000),
    "JWT_REFRESH_EXPIRATION_DELTA": timedelta(days=36_000),
}
GROUPS: Final = ("default", "refresh", "audience", "audiences", "secret", "hs512", "user_secret", "payload")
FORK_GROUPS: Final = ("named", "insist", "listed", "algorithms", "id_off", "id_require", "es256", "rs256_named")


def exchanged_in(dialect: str) -> tuple[str, ...]:
    """The groups whose tokens are exchanged."""
    return (*GROUPS, *(FORK_GROUPS if dialect == "1.19" else ()))


def main(arguments: list[str]) -> None:
    """Write what was issued or answered to standard output, as JSON."""
    warnings.simplefilter("ignore")
    logging.disable()
    dialect, act = arguments[:2]
    groups = [one for one in arguments[2:] if one != "--ours"]
    if "--ours" in arguments:
        install(dialect)
    set_up(dialect, _long(groups_of(dialect)[groups[0]]))
    from django.test import override_settings

    given = json.load(sys.stdin) if act == "accept" else {}
    done: dict[str, Any] = {}
    for group in groups:
        with override_settings(**_long(groups_of(dialect)[group])):
            done[group] = _issue() if act == "issue" else _accept(dialect, given[group])
    json.dump(done, sys.stdout)


def _long(group: dict[str, Any]) -> dict[str, Any]:
    return {**group, "JWT_AUTH": {**group.get("JWT_AUTH", {}), **FOR_YEARS}}


def _issue() -> str:
    from rest_framework.test import APIClient

    return APIClient().post("/auth/", ADA, format="json").json()["token"]


def _accept(dialect: str, token: str) -> dict[str, Any]:
    from rest_framework.test import APIClient

    client = APIClient(raise_request_exception=False)
    answers = {path: client.post(f"/{path}/", {"token": token}, format="json") for path in ("verify", "refresh")}
    answers["me"] = client.get("/me/", HTTP_AUTHORIZATION=f"{PREFIX[dialect]} {token}")
    return {
        path: [one.status_code, None if path == "refresh" else one.json().get("username")]
        for path, one in answers.items()
    }


if __name__ == "__main__":
    main(sys.argv[1:])
