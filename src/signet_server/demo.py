"""``signet demo``: the service on this machine, with keys, a database and a user of its own."""

from __future__ import annotations

import json
import os
import secrets
import socket
import tempfile
import time
from collections.abc import MutableMapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import IntegrityError, connection

from signet_server.content_policy import ADMIN
from signet_server.demo_provider import place
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.fresh_keys import first_keys
from signet_server.http_server.listening import listen
from signet_server.signing_keys import ALGORITHM
from signet_tokens.key_file import KeyFile

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8000
PATIENCE: Final = 3.0
"""Seconds in which those who had a wanted port before have to let go of it."""

DEMO_USERNAME: Final = "ada"
DEMO_EMAIL: Final = "ada@example.com"
DEMO_PASSWORD: Final = "correct-horse-battery"
DEMO_NAME: Final = "Signet Demo"
"""What mails call the site."""

OF_OTHERS: Final = "DATABASE_URL leads to a database with users. The demo would add one whose password everybody knows."
CONSOLE: Final = "console:"
"""EMAIL_URL for mails that are printed."""
KEY_FILE: Final = "keys.json"
RING_FILE: Final = "signing-keys.json"


def prepare_environment(folder: Path, url: str, variables: MutableMapping[str, str]) -> None:
    """
    Set the variables an operator would: keys from a file in *folder*, a database there, and *url*, where it is found.

    DATABASE_URL, REDIS_URL and EMAIL_URL are kept where they are set, so that the demo shows others as well.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secrets_of_folder = read_keys(folder / KEY_FILE)
    variables["SECRET_KEY"] = secrets_of_folder["SECRET_KEY"]
    variables["SIGNING_KEYS"] = str(make_ring(folder.resolve() / RING_FILE, secrets_of_folder.get("SIGNING_KEY")))
    for name in (
        "SIGNING_KEY",
        "KEY_ENCRYPTION_KEYS",
        "SECRET_KEY_FILE",
        "SIGNING_KEY_FILE",
        "KEY_ENCRYPTION_KEYS_FILE",
    ):
        variables.pop(name, None)
    if "DATABASE_URL_FILE" not in variables:
        variables.setdefault("DATABASE_URL", f"sqlite:///{folder.resolve() / 'demo.sqlite3'}")
    if "EMAIL_URL_FILE" not in variables:
        variables.setdefault("EMAIL_URL", CONSOLE)
    variables["PUBLIC_URL"] = url
    variables["ALLOWED_HOSTS"] = "127.0.0.1,localhost,[::1]"
    variables.setdefault("SITE_NAME", DEMO_NAME)
    place.prepare(url, variables)
    variables["SIGNET_DEMO"] = "1"


def read_keys(path: Path) -> dict[str, str]:
    """The secrets in *path*, made at the first call. Only their owner may read the file."""
    if not path.exists():
        _write_keys(path)
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


def make_ring(path: Path, former: str | None) -> Path:
    """*path*, with keys that sign, made at the first call. An earlier version of the demo signed with *former*."""
    now = time.time()
    if not path.exists():
        KeyFile(path, ALGORITHM).change(lambda keys: keys or first_keys(now, former, now))
    return path


def prepare_database() -> None:
    """
    Create the tables, and the user ``ada``, who may enter the admin.

    Raises `EnvironmentProblemsError`, and changes nothing, where the database is somebody's and not the demo's.
    """
    if _is_of_others():
        raise EnvironmentProblemsError([OF_OTHERS])
    call_command("migrate", verbosity=0, interactive=False)
    users = get_user_model().objects
    user = users.filter(username=DEMO_USERNAME).first()
    if user is None:
        names = {"first_name": "Ada", "last_name": "Lovelace"}
        with suppress(IntegrityError):
            # Another demo on the same database may be faster.
            users.create_user(DEMO_USERNAME, DEMO_EMAIL, DEMO_PASSWORD, **names)
        user = users.get(username=DEMO_USERNAME)
    if not user.is_superuser:
        user.is_staff = user.is_superuser = True
        user.save()
    call_command("accounts", "verify", user.email, stdout=StringIO())


def credentials() -> dict[str, str]:
    """What the pages of the demo say of its user."""
    return {"username": DEMO_USERNAME, "password": DEMO_PASSWORD, "email": DEMO_EMAIL}


def has_demo_user() -> bool:
    """Whether somebody can sign in with the credentials that everybody knows."""
    user = get_user_model().objects.filter(username=DEMO_USERNAME, is_active=True).first()
    return user is not None and check_password(DEMO_PASSWORD, user.password)


def listen_somewhere(wanted: int | None) -> socket.socket:
    """
    A socket on the port *wanted*, or on the first free one from 8000 on.

    It is held from then on, so that two demos at once don't find the same. Raises `OSError` if *wanted* is taken.
    """
    if wanted is not None:
        return listen(HOST, wanted, PATIENCE)
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        try:
            return listen(HOST, port, 0)
        except OSError:
            continue
    return listen(HOST, 0)


def welcome(url: str, folder: Path, metrics: tuple[str, int] | None) -> str:
    """What the terminal shows: the address to open, where the rest is, and three lines to try."""
    mails = "printed here" if os.environ["EMAIL_URL"] == CONSOLE else "sent, because EMAIL_URL is set"
    admin = f"  Admin          {url}{ADMIN} (the demo user may enter)\n" if settings.HAS_ADMIN else ""
    codes = ", and codes by mail" if settings.HAS_SIGN_IN_CODES else ""
    figures = f"  Figures        are for Prometheus, on port {metrics[1]}, at /metrics\n" if metrics is not None else ""
    return f"""
Signet is running. Open this in your browser, and press "Sign in":

  {url}/

  Demo user      {DEMO_USERNAME}, password {DEMO_PASSWORD} (the page fills them in)
  Other ways in  a provider where you can be anybody{codes}
  API            {url}/api/v1/ lists the endpoints
  Documentation  {url}/api/docs/ lets you try them
{admin}\
  Mails          are {mails}
{figures}\
  Data           {folder}/ (delete the folder to start afresh)

Or paste these into another terminal. They sign in, ask who you are, and refresh:

{curl_lines(url)}

Stop Signet with Ctrl-C.
"""


def curl_lines(url: str) -> str:
    """Three lines to paste into a shell."""
    return f"""\
tokens=$(curl -s {url}/api/v1/token/ -d username={DEMO_USERNAME} -d password={DEMO_PASSWORD}); echo "$tokens"
curl -s {url}/api/v1/users/me/ -H "Authorization: Bearer $(echo "$tokens" | cut -d'"' -f8)"; echo
curl -s {url}/api/v1/token/refresh/ -d "refresh=$(echo "$tokens" | cut -d'"' -f4)"; echo"""


def _is_of_others() -> bool:
    model = get_user_model()
    if model._meta.db_table not in connection.introspection.table_names():
        return False
    return model.objects.exists() and not model.objects.filter(username=DEMO_USERNAME).exists()


def _write_keys(path: Path) -> None:
    # Linked into place when it is complete, so that neither a crash nor a second demo leaves half a file.
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            json.dump({"SECRET_KEY": secrets.token_urlsafe(64)}, file)
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
