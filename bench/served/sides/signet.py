"""Signet, as ``signet serve`` serves it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from bench.served.operations import Operation
from bench.served.people import COST, DJANGO, FREE, PASSWORD, Person, django_hash
from bench.served.processes import Command
from bench.served.sides.answers import Tokens, cause, found, gives, view
from bench.served.sides.side import PROJECTS, ROOT, SECRET, Place, Side
from bench.served.traffic import Exchange
from bench.served.wire import Answer, post_form, post_json

API: Final = "/api/v1"
VERIFIED: Final = """
    INSERT INTO signet_accounts_emailaddress (user_id, address, verified_at)
    SELECT id, email, now() FROM users_user WHERE username LIKE %(kind)s || '%%'"""
ASKING: Final = "orders"
ASKING_SECRET: Final = "the-secret-of-a-service-that-asks-0123456789"


def variables(place: Place) -> Mapping[str, str]:
    """The environment of the service."""
    memory, passes, threads = COST
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECTS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": SECRET,
        "SIGNING_KEY": f"another-{SECRET}",
        "ALLOWED_HOSTS": "127.0.0.1,auth.example.com",
        "PUBLIC_URL": "https://auth.example.com",
        "EMAIL_FROM": "signet@example.com",
        "EMAIL_URL": "console:",
        "DATABASE_URL": place.database,
        "PORT": str(place.port),
        "ARGON2": f"m={memory},t={passes},p={threads}",
        "NUM_PROXIES": "1",
        "SERVICES": f"{ASKING}:{ASKING_SECRET}",
    }


def _signet(place: Place, *words: str) -> Command:
    program = [str(PROJECTS / "signet_serve.py")] if place.variant.password == FREE else ["-m", "signet_server"]
    return Command([sys.executable, *program, *words], variables(place), ROOT)


def prepare(place: Place) -> Sequence[Command]:
    """Make the tables."""
    return [_signet(place, "manage", "migrate", "--verbosity", "0")]


def serve(place: Place) -> Command:
    """Start it."""
    return _signet(place, "serve", "--workers", "1")


def _tokens(answer: Answer) -> Tokens:
    return Tokens(access=found("access")(answer), refresh=found("refresh")(answer))


def _sign_in(person: Person) -> bytes:
    body = {"username": person.name, "password": PASSWORD}
    return post_json(f"{API}/token/", body, {"X-Forwarded-For": person.address})


def _refresh(person: Person) -> bytes:
    return post_json(f"{API}/token/refresh/", {"refresh": person.refresh}, {"X-Forwarded-For": person.address})


def _introspect(person: Person) -> bytes:
    asked = {"client_id": ASKING, "client_secret": ASKING_SECRET, "token": person.access}
    return post_form(f"{API}/introspect/", asked)


def _is_active(person: Person, answer: Answer) -> str | None:
    del person
    return None if answer.status == 200 and answer.json().get("active") is True else cause(answer)


SIGN_IN: Final = Exchange(_sign_in, gives("access", "refresh", read=_tokens))
REFRESH: Final = Exchange(_refresh, gives("access", "refresh", read=_tokens))

SIGNING_IN: Final = (
    "counts the attempt by account and address, looks whether the address is verified, writes the session, ends those "
    "beyond the limit of the user, and updates `last_login`"
)

SIDE: Final = Side(
    slug="signet",
    name="Signet",
    packages=("drf-signet", "django", "djangorestframework", "psycopg"),
    server="`signet serve`, 1 process",
    environment=None,
    prepare=prepare,
    serve=serve,
    fill=(DJANGO.format(table="users_user"), VERIFIED),
    password=django_hash,
    exchanges={
        Operation.REFRESH: REFRESH,
        Operation.STATELESS: view("/stateless/"),
        Operation.LIVE: view("/live/"),
        Operation.INTROSPECTION: Exchange(_introspect, _is_active),
        Operation.SIGN_IN_FREE: SIGN_IN,
        Operation.SIGN_IN: SIGN_IN,
    },
    renew=REFRESH,
    differences={
        Operation.STATELESS: "has all the middleware of the service, and looks into the list of ended sessions in its "
        "memory",
        Operation.LIVE: "has all the middleware of the service, and loads the session together with the user",
        Operation.INTROSPECTION: "checks the secret of the service that asks, and looks up the session with the user "
        "(RFC 7662)",
        Operation.SIGN_IN_FREE: SIGNING_IN,
        Operation.SIGN_IN: SIGNING_IN,
    },
)
