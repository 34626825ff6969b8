"""Every method, by everything a browser can say about where a request comes from, with and without the cookie."""

from __future__ import annotations

import json
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from pytest_django import Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.browser.origin_matrix import ANSWERS, HOST, SAFE_ANSWERS, TRUSTED_ORIGINS, Cell, cells
from tests.browser.places import JSON, NAMES, is_untouched, with_cookie
from tests.sessions_wire.client import CREDENTIALS
from tests.wire.answers import body

REFUSED: Final = {"detail": "Requests from this origin aren't allowed.", "code": "origin_refused"}
CHANGING: Final = [(endpoint, method) for endpoint, methods in ANSWERS.items() for method in methods]
SAFE: Final = [(endpoint, method) for endpoint in NAMES for method in SAFE_ANSWERS]


@pytest.fixture(autouse=True)
def _service(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    settings.CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS


def ask(api: APIClient, method: str, endpoint: str, cell: Cell, token: RefreshToken | None) -> Response:
    """The answer to a request of that method from that page, over https."""
    cache.clear()
    api.cookies.clear()
    cookie = {} if token is None else with_cookie(token)
    sent = json.dumps(CREDENTIALS) if endpoint == "sign-in" else "{}"
    meta = {**cell.headers, **cookie, "HTTP_HOST": HOST}
    return api.generic(method, NAMES[endpoint], sent, content_type=JSON, secure=True, **meta)


def test_the_tables_are_complete() -> None:
    """Each cell is there once: ten ways to say a site, fifteen an origin, with the cookie and without it."""
    assert len(list(cells())) == len({cell[:3] for cell in cells()}) == 10 * 15 * 2
    assert set(ANSWERS) == set(NAMES)


@pytest.mark.parametrize(("endpoint", "method"), CHANGING)
def test_what_changes_something_is_answered_as_the_tables_say(
    user: User, api: APIClient, endpoint: str, method: str
) -> None:
    """What is refused changes nothing: no session is opened, rotated or ended, and no cookie touched."""
    differences = []
    for cell in cells():
        Session.objects.all().delete()
        token = RefreshToken.for_user(user) if cell.has_cookie else None
        before = set(Session.objects.values_list("pk", "generation", "revoked_at"))
        response = ask(api, method, endpoint, cell, token)
        expected = ANSWERS[endpoint][method][not cell.has_cookie] if cell.is_answered else 403
        if response.status_code != expected:
            differences.append((cell, response.status_code, expected))
        if not cell.is_answered:
            assert body(response) == REFUSED
            assert is_untouched(response)
            assert set(Session.objects.values_list("pk", "generation", "revoked_at")) == before
    assert differences == []


@pytest.mark.parametrize(("endpoint", "method"), SAFE)
def test_what_changes_nothing_is_never_refused(user: User, api: APIClient, endpoint: str, method: str) -> None:
    """It is answered alike in every cell, and has done nothing."""
    token = RefreshToken.for_user(user)
    answers = [ask(api, method, endpoint, cell, token if cell.has_cookie else None) for cell in cells()]
    assert {one.status_code for one in answers} == {SAFE_ANSWERS[method]}
    assert all(is_untouched(one) for one in answers)
    session = Session.objects.get()
    assert (session.generation, session.revoked_at) == (0, None)
