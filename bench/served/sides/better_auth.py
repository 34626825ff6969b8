"""Better Auth under Node's own HTTP server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from typing import Final

from bench.served.environments import BETTER_AUTH
from bench.served.operations import Operation
from bench.served.people import COST, PASSWORD, Person, email, plain_hash
from bench.served.processes import Command
from bench.served.sides.answers import Tokens, found, get_as, gives, view
from bench.served.sides.side import SECRET, Place, Side
from bench.served.traffic import Exchange
from bench.served.wire import Answer, post_json

USERS: Final = """
    INSERT INTO "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    SELECT 'u-' || %(kind)s || n, %(kind)s || n, %(kind)s || n || '@example.com', true, now(), now()
    FROM generate_series(0, %(count)s - 1) n"""
ACCOUNTS: Final = """
    INSERT INTO account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    SELECT 'a-' || %(kind)s || n, 'u-' || %(kind)s || n, 'credential', 'u-' || %(kind)s || n, %(hash)s, now(), now()
    FROM generate_series(0, %(count)s - 1) n"""


def _variables(place: Place) -> Mapping[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "NODE_ENV": "production",
        "PORT": str(place.port),
        "DATABASE_URL": place.database,
        "SECRET_KEY": SECRET,
        "PASSWORD_HASH": place.variant.password,
        "PASSWORD_COST": ",".join(map(str, COST)),
    }


def _node(place: Place, *words: str) -> Command:
    return Command([shutil.which("node") or "node", "server.mjs", *words], _variables(place), BETTER_AUTH.folder)


def prepare(place: Place) -> Sequence[Command]:
    """Make the tables."""
    return [_node(place, "migrate")]


def serve(place: Place) -> Command:
    """Start it."""
    return _node(place)


def _signed_in(answer: Answer) -> Tokens:
    return Tokens(session=answer.header("set-auth-token"))


def _sign_in(person: Person) -> bytes:
    body = {"email": email(person), "password": PASSWORD}
    return post_json("/api/auth/sign-in/email", body, {"X-Forwarded-For": person.address})


def _has_token(person: Person, answer: Answer) -> str | None:
    # Within one second, the same claims have the same signature.
    person.access = ""
    return gives("access", read=lambda one: Tokens(access=found("token")(one)))(person, answer)


SIGN_IN: Final = Exchange(_sign_in, gives("session", read=_signed_in))
TOKEN: Final = Exchange(get_as("/api/auth/token", "session"), _has_token)

SIDE: Final = Side(
    slug="better-auth",
    name="Better Auth",
    packages=("better-auth", "pg", "@node-rs/argon2", "jose"),
    server="Node's HTTP server, 1 process",
    environment=BETTER_AUTH,
    prepare=prepare,
    serve=serve,
    fill=(USERS, ACCOUNTS),
    password=plain_hash,
    exchanges={
        Operation.REFRESH: TOKEN,
        Operation.STATELESS: view("/stateless/"),
        Operation.LIVE: view("/live/", "session"),
        Operation.SIGN_IN_FREE: SIGN_IN,
        Operation.SIGN_IN: SIGN_IN,
    },
    renew=TOKEN,
    differences={
        Operation.REFRESH: "a new access token for the session token, which stays the same: nothing rotates, and no "
        "row is written",
        Operation.STATELESS: "a view of Node's, with jose, as its documentation has it; it signs with Ed25519",
        Operation.LIVE: "a view of Node's with `auth.api.getSession`: loads the session, then the user",
        Operation.SIGN_IN_FREE: "answers with a session token, and signs no access token",
        Operation.SIGN_IN: "answers with a session token, and signs no access token",
    },
    missing={Operation.INTROSPECTION: "only its plugin for OAuth providers has that, for tokens of its own"},
)
