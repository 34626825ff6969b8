"""Where tokens stand in answers: a refresh token in the cookie alone, an access token in the body alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from joserfc.util import urlsafe_b64decode
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.sessions.tokens import RefreshToken
from tests.browser.places import COOKIE, EVERY, JSON, OWN_PAGE, REFRESH, SIGN_IN, with_cookie
from tests.sessions_wire.client import CREDENTIALS
from tests.sessions_wire.signed import replaced, resigned

TOKEN: Final = re.compile(r"eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+")
HTML: Final = {"HTTP_ACCEPT": "text/html"}
FOREIGN: Final = {"HTTP_SEC_FETCH_SITE": "cross-site"}


def types_in(text: str) -> list[str]:
    """The types of all tokens that stand in *text*."""
    return [json.loads(urlsafe_b64decode(payload.encode()))["token_type"] for payload in TOKEN.findall(text)]


def answers(user: User, api: APIClient, path: str) -> Iterator[Response]:
    """An answer of each kind: success, and every refusal there is."""
    sent = CREDENTIALS if path == SIGN_IN else {}

    def ask(cookie: object, data: object = sent, method: str = "POST", **meta: Any) -> Response:
        api.cookies.clear()
        text = data if isinstance(data, str) else json.dumps(data)
        header = {} if cookie is None else {"HTTP_COOKIE": cookie}
        return api.generic(method, path, text, **{"content_type": JSON, **OWN_PAGE, **header, **meta})

    def good() -> str:
        return str(RefreshToken.for_user(user))

    for meta in ({}, HTML, {"HTTP_ACCEPT": "image/png"}):
        token = good()
        yield ask(f"{COOKIE}={token}", **meta)
        yield ask(f"{COOKIE}={token}", {"refresh": token, "username": token, "password": token}, **meta)
        yield ask(None, {"refresh": good(), "access": good()}, **meta)
        yield ask(f"{COOKIE}={replaced(user)}", **meta)
        yield ask(f"{COOKIE}={replaced(user, generations=2)}", **meta)
        yield ask(f"{COOKIE}={replaced(user, age=timedelta(hours=1))}", **meta)
        yield ask(f"{COOKIE}={resigned(RefreshToken.for_user(user), exp=1)}", **meta)
        yield ask(f"{COOKIE}={RefreshToken.for_user(user).access_token}", **meta)
        yield ask(f"{COOKIE}={good()}x", **meta)
        yield ask(f"{COOKIE}={good()}; {COOKIE}={good()}", **meta)
        yield ask(f"{COOKIE}={good()}", good(), **meta)
        yield ask(f"{COOKIE}={good()}", good(), content_type="text/plain", **meta)
        yield ask(f"{COOKIE}={good()}", **{**meta, **FOREIGN})
        for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS"):
            yield ask(f"{COOKIE}={good()}", method=method, **meta)


@EVERY
def test_each_token_stays_where_it_belongs(user: User, api: APIClient, path: str) -> None:
    """Looked for in the body, in every header and in every cookie of every answer."""
    statuses = set()
    for response in answers(user, api, path):
        statuses.add(response.status_code)
        assert set(types_in(response.content.decode())) <= {"access"}
        assert types_in(str(dict(response.headers))) == []
        for name, morsel in response.cookies.items():
            assert name == COOKIE
            assert morsel["httponly"]
            assert set(types_in(morsel.output())) <= {"refresh"}
    assert {400, 403, 405, 415} < statuses
    assert statuses & {200, 204}


@pytest.mark.parametrize("path", [SIGN_IN, REFRESH])
def test_both_tokens_are_given(user: User, api: APIClient, path: str) -> None:
    """The search above finds what is there: one access token in the body, one refresh token in the cookie."""
    cookie = with_cookie(RefreshToken.for_user(user))
    response = api.post(path, json.dumps(CREDENTIALS), content_type=JSON, **OWN_PAGE, **cookie)
    assert types_in(response.content.decode()) == ["access"]
    assert types_in(response.cookies.output()) == ["refresh"]
