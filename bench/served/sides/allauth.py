"""allauth headless with its strategy of JSON Web Tokens, under gunicorn."""

from __future__ import annotations

from typing import Final

from bench.served.environments import DJANGO as PEERS
from bench.served.operations import Operation
from bench.served.people import DJANGO, PASSWORD, Person, django_hash
from bench.served.sides.answers import Tokens, found, gives, view
from bench.served.sides.django_project import GUNICORN, gunicorn, migrate
from bench.served.sides.side import Side
from bench.served.traffic import Exchange
from bench.served.wire import Answer, post_json

SETTINGS: Final = "allauth_settings"
API: Final = "/_allauth/app/v1"


def _signed_in(answer: Answer) -> Tokens:
    return Tokens(found("meta", "access_token")(answer), found("meta", "refresh_token")(answer))


def _refreshed(answer: Answer) -> Tokens:
    return Tokens(found("data", "access_token")(answer), found("data", "refresh_token")(answer))


def _sign_in(person: Person) -> bytes:
    body = {"username": person.name, "password": PASSWORD}
    return post_json(f"{API}/auth/login", body, {"X-Forwarded-For": person.address})


def _refresh(person: Person) -> bytes:
    return post_json(f"{API}/tokens/refresh", {"refresh_token": person.refresh}, {"X-Forwarded-For": person.address})


SIGN_IN: Final = Exchange(_sign_in, gives("access", "refresh", read=_signed_in))
REFRESH: Final = Exchange(_refresh, gives("access", "refresh", read=_refreshed))

SIDE: Final = Side(
    slug="allauth",
    name="allauth headless",
    packages=("django-allauth", "django", "djangorestframework", "gunicorn", "psycopg"),
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
        Operation.SIGN_IN_FREE: SIGN_IN,
        Operation.SIGN_IN: SIGN_IN,
    },
    renew=REFRESH,
    differences={
        Operation.STATELESS: "the view answers by the claims, as the user would be loaded when it is touched",
        Operation.REFRESH: "reads and writes the session, in which it keeps the refresh tokens that are valid",
        Operation.LIVE: "with `HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED`: loads the session, then the user",
    },
    missing={Operation.INTROSPECTION: "it has no endpoint for that"},
    has_two_kinds_of_requests=True,
)
