"""FastAPI-Users under uvicorn."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Final

from bench.served.environments import FASTAPI
from bench.served.operations import Operation
from bench.served.people import COST, PASSWORD, Person, email, plain_hash
from bench.served.processes import Command
from bench.served.sides.answers import Tokens, found, gives, view
from bench.served.sides.side import PROJECTS, SECRET, Place, Side
from bench.served.traffic import Exchange
from bench.served.wire import Answer, post_form

USERS: Final = """
    INSERT INTO "user" (id, email, hashed_password, is_active, is_superuser, is_verified)
    SELECT gen_random_uuid(), %(kind)s || n || '@example.com', %(hash)s, true, false, true
    FROM generate_series(0, %(count)s - 1) n"""
MAKE_TABLES: Final = "import asyncio, fastapi_app; asyncio.run(fastapi_app.make_tables())"


def _variables(place: Place) -> Mapping[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECTS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": place.database.replace("postgresql:", "postgresql+asyncpg:"),
        "SECRET_KEY": SECRET,
        "PASSWORD_HASH": place.variant.password,
        "PASSWORD_COST": ",".join(map(str, COST)),
    }


def prepare(place: Place) -> Sequence[Command]:
    """Make the tables."""
    return [Command([str(FASTAPI.python), "-c", MAKE_TABLES], _variables(place), PROJECTS)]


def serve(place: Place) -> Command:
    """Start it."""
    words = [str(FASTAPI.python), "-m", "uvicorn", "fastapi_app:app", "--port", str(place.port)]
    quiet = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return Command([*words, *quiet], _variables(place), PROJECTS)


def _sign_in(person: Person) -> bytes:
    return post_form("/database/login", {"username": email(person), "password": PASSWORD})


def _signed_in(answer: Answer) -> Tokens:
    return Tokens(access=found("access_token")(answer))


SIGN_IN: Final = Exchange(_sign_in, gives("access", read=_signed_in))
NO_REFRESH: Final = "it has no refresh tokens: when a token has expired, the user signs in again"

SIDE: Final = Side(
    slug="fastapi-users",
    name="FastAPI-Users",
    packages=("fastapi-users", "fastapi", "sqlalchemy", "asyncpg", "uvicorn", "uvloop", "httptools"),
    server="uvicorn with uvloop and httptools, 1 process",
    environment=FASTAPI,
    prepare=prepare,
    serve=serve,
    fill=(USERS,),
    password=plain_hash,
    exchanges={
        Operation.LIVE: view("/live/"),
        Operation.SIGN_IN_FREE: SIGN_IN,
        Operation.SIGN_IN: SIGN_IN,
    },
    renew=SIGN_IN,
    differences={
        Operation.LIVE: "its database strategy: loads the token, then the user",
        Operation.SIGN_IN_FREE: "its database strategy: writes a token, and signs none",
        Operation.SIGN_IN: "its database strategy: writes a token, and signs none",
    },
    missing={
        Operation.REFRESH: NO_REFRESH,
        Operation.STATELESS: "its JWT strategy loads the user at each request",
        Operation.INTROSPECTION: "it has no endpoint for that",
    },
)
