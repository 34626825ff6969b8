"""Whatever a project has around its views, an answer that caches keep is the same for everybody."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.stand_ins.key_pairs import pair_for, private_jwk, private_pem

ADDRESSES: Final = (
    "/.well-known/jwks.json",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-protected-resource",
)
USUAL: Final = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


@pytest.fixture(autouse=True)
def an_issuer(settings: Any) -> None:
    """An issuer of tokens that others can verify."""
    settings.SIGNET = {
        "ALGORITHM": "ES256",
        "SIGNING_KEY": private_pem(pair_for("ES256")),
        "ISSUER": "https://auth.example.com",
    }


def refuse(*args: object, **kwargs: object) -> Any:
    """What nobody may call."""
    raise AssertionError("REST framework was asked")


class Refusing:
    """Any class of REST framework's defaults."""

    __init__ = refuse


@pytest.mark.parametrize("address", ADDRESSES)
def test_rest_frameworks_defaults_do_not_reach_it(client: Client, settings: Any, address: str) -> None:
    """Not by their classes, nor by a header that they would refuse."""
    mine = f"{__name__}.Refusing"
    settings.REST_FRAMEWORK = {
        "DEFAULT_AUTHENTICATION_CLASSES": [mine],
        "DEFAULT_PERMISSION_CLASSES": [mine],
        "DEFAULT_THROTTLE_CLASSES": [mine],
        "DEFAULT_RENDERER_CLASSES": [mine],
        "DEFAULT_VERSIONING_CLASS": mine,
        "EXCEPTION_HANDLER": f"{__name__}.refuse",
    }
    sent = {"Authorization": "Bearer nonsense", "Accept": "text/html; version=9"}
    assert client.get(address, headers=sent).status_code == 200
    assert client.post(address, headers=sent).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_usual_middlewares_leave_it_as_it_is(client: Client, user: User, settings: Any, address: str) -> None:
    """A visitor who is signed in gets the answer of everybody else, and no cookie that a cache could hand on."""
    # A client keeps the middlewares of its first request.
    before = Client().get(address)
    settings.MIDDLEWARE = [*USUAL, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    settings.SESSION_SAVE_EVERY_REQUEST = True
    assert client.get(address).status_code == 200
    client.force_login(user)
    for language in ("de", "en"):
        answer = client.get(address, headers={"Accept-Language": language})
        assert answer.content == before.content
        for name in ("ETag", "Cache-Control", "Content-Type", "Access-Control-Allow-Origin"):
            assert answer.headers[name] == before.headers[name]
        assert not answer.cookies
    again = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")
    assert not again.cookies
    assert client.post(address).status_code == 405


def test_no_session_is_looked_at(client: Client, user: User, settings: Any) -> None:
    """So no cache keeps a copy for each visitor, and no database is asked."""
    client.force_login(user)
    settings.MIDDLEWARE = [one for one in USUAL if "Locale" not in one]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(ADDRESSES[0])
    assert "Vary" not in answer.headers
    assert not queries.captured_queries


def test_a_compressed_answer_still_has_a_tag(client: Client, settings: Any) -> None:
    """A weak one, which is one to ask with (RFC 9110 section 13.1.2)."""
    # So long that compression, with the random bytes that Django adds, makes it shorter.
    algorithms = ("RS256", "ES256", "ES384", "ES512", "Ed25519")
    keys = [private_jwk(pair_for(one), alg=one) for one in algorithms]
    settings.SIGNET = {"ALGORITHM": "RS256", "SIGNING_KEYS": {"keys": keys}}
    settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *USUAL]
    sent = {"Accept-Encoding": "gzip"}
    answer = client.get(ADDRESSES[0], headers=sent)
    assert answer.headers["Content-Encoding"] == "gzip"
    tag = answer.headers["ETag"]
    assert tag.startswith('W/"')
    assert client.get(ADDRESSES[0], headers={**sent, "If-None-Match": tag}).status_code == 304


def test_plain_http_is_sent_to_https(client: Client, settings: Any) -> None:
    """Where the project does so with everything."""
    settings.MIDDLEWARE, settings.SECURE_SSL_REDIRECT = list(USUAL), True
    assert client.get(ADDRESSES[0]).headers["Location"] == f"https://testserver{ADDRESSES[0]}"
    assert client.get(ADDRESSES[0], secure=True).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_transaction_is_opened(client: Client, settings: Any, address: str, db: None) -> None:
    """A database that is away takes no keys with it."""
    with override_atomic_requests(), CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert not queries.captured_queries


class override_atomic_requests:  # noqa: N801  # as Django's own
    """With ``ATOMIC_REQUESTS``."""

    def __enter__(self) -> None:
        connection.settings_dict["ATOMIC_REQUESTS"] = True

    def __exit__(self, *raised: object) -> None:
        connection.settings_dict["ATOMIC_REQUESTS"] = False


def test_no_tenant_is_asked_for(client: Client, settings: Any) -> None:
    """All of them have the keys of the project."""
    settings.SIGNET = {**settings.SIGNET, "TENANT": f"{__name__}.refuse"}
    assert client.get(ADDRESSES[0]).status_code == 200
