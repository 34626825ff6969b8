"""Simple JWT with rotation and its blacklist: under gunicorn, and under the server of Signet."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Final

from bench.served.environments import DJANGO as PEERS
from bench.served.operations import Operation
from bench.served.people import DJANGO, PASSWORD, Person, django_hash
from bench.served.processes import Command
from bench.served.sides.answers import Tokens, cause, found, gives, view
from bench.served.sides.django_project import GUNICORN, gunicorn, migrate, variables
from bench.served.sides.side import PROJECTS, Place, Side
from bench.served.traffic import Exchange
from bench.served.wire import Answer, post_json

SETTINGS: Final = "simple_jwt_settings"


def _tokens(answer: Answer) -> Tokens:
    return Tokens(access=found("access")(answer), refresh=found("refresh")(answer))


def _sign_in(person: Person) -> bytes:
    return post_json("/token/", {"username": person.name, "password": PASSWORD}, {"X-Forwarded-For": person.address})


def _refresh(person: Person) -> bytes:
    return post_json("/token/refresh/", {"refresh": person.refresh}, {"X-Forwarded-For": person.address})


def _verify(person: Person) -> bytes:
    return post_json("/token/verify/", {"token": person.access})


def _is_valid(person: Person, answer: Answer) -> str | None:
    del person
    return None if answer.status == 200 else cause(answer)


def _on_our_server(place: Place) -> Command:
    words = [sys.executable, str(PROJECTS / "own_server.py"), str(place.port)]
    return Command(words, variables(SETTINGS, place), PROJECTS)


SIGN_IN: Final = Exchange(_sign_in, gives("access", "refresh", read=_tokens))
REFRESH: Final = Exchange(_refresh, gives("access", "refresh", read=_tokens))

SIGNING_IN: Final = "writes the refresh token, and counts no attempts"

SIDE: Final = Side(
    slug="simple-jwt",
    name="Simple JWT",
    packages=("djangorestframework-simplejwt", "django", "djangorestframework", "gunicorn", "psycopg"),
    server=GUNICORN,
    environment=PEERS,
    prepare=migrate(SETTINGS),
    serve=gunicorn(SETTINGS),
    fill=(DJANGO.format(table="auth_user"),),
    password=django_hash,
    exchanges={
        Operation.REFRESH: REFRESH,
        Operation.STATELESS: view("/stateless/"),
        Operation.LIVE: view("/live/"),
        Operation.INTROSPECTION: Exchange(_verify, _is_valid),
        Operation.SIGN_IN_FREE: SIGN_IN,
        Operation.SIGN_IN: SIGN_IN,
    },
    renew=REFRESH,
    differences={
        Operation.LIVE: "loads the user; it has no session that could be looked up",
        Operation.INTROSPECTION: "verifies the token for anybody, looks up nothing for an access token, and says "
        "nothing about it",
        Operation.SIGN_IN_FREE: SIGNING_IN,
        Operation.SIGN_IN: SIGNING_IN,
    },
)
ON_OUR_SERVER: Final = replace(
    SIDE,
    slug="simple-jwt-on-our-server",
    name="Simple JWT on Signet's server",
    server="the HTTP server of `signet serve`, 1 process",
    serve=_on_our_server,
    exchanges={name: one for name, one in SIDE.exchanges.items() if name is not Operation.SIGN_IN},
    missing={Operation.SIGN_IN: "the hash takes nearly all of it, under either server"},
)
