"""
A program for `test_tables`: one act on several databases, one after the other, as JSON.

    python -m compat.tests.simplejwt.old_tables ACT '{"0007": "name of a database", …}'
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from collections.abc import Callable
from typing import Any, Final

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

LABEL: Final = "token_blacklist"


def make(last: str) -> None:
    """The tables as Simple JWT has them after its migration *last*, with a user and a revoked token."""
    call_command("migrate", "auth", verbosity=0)
    call_command("migrate", LABEL, last, verbosity=0)
    user = apps.get_model("auth.User").objects.create(username="ada")
    tokens().RefreshToken.for_user(user).blacklist()


def migrate(last: str) -> list[object]:
    """Which migrations ``migrate`` applies, what happens to the token, and what a new token writes into the tables."""
    said = io.StringIO()
    call_command("migrate", LABEL, stdout=said, no_color=True)
    applied = [line.split("... OK")[0].split(f"{LABEL}.")[1] for line in said.getvalue().splitlines() if "OK" in line]
    outstanding = apps.get_model(LABEL, "OutstandingToken").objects
    refusal = ""
    try:
        tokens().RefreshToken(outstanding.get().token)
    except tokens().TokenError as error:
        refusal = str(error)
    tokens().RefreshToken.for_user(apps.get_model("auth.User").objects.get())
    return [applied, refusal, outstanding.count()]


def look(last: str) -> list[object]:
    """The migrations left to apply, and the columns."""
    said = io.StringIO()
    call_command("showmigrations", LABEL, "--plan", stdout=said, no_color=True)
    with connection.cursor() as cursor:
        columns = [
            sorted(str(one[:6]) for one in connection.introspection.get_table_description(cursor, table))
            for table in (f"{LABEL}_outstandingtoken", f"{LABEL}_blacklistedtoken")
        ]
    return [[line for line in said.getvalue().splitlines() if "[ ]" in line], columns]


def tokens() -> Any:
    """The module of the package under test."""
    return importlib.import_module(f"{os.environ['SIMPLE_JWT_NAME']}.tokens")


ACTS: Final[dict[str, Callable[[str], object]]] = {"make": make, "migrate": migrate, "look": look}

if __name__ == "__main__":
    django.setup()
    act, found = ACTS[sys.argv[1]], {}
    for last, name in json.loads(sys.argv[2]).items():
        connection.close()
        connection.settings_dict["NAME"] = name
        found[last] = act(last)
    sys.stdout.write(json.dumps(found))
