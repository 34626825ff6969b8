"""Authenticating a plain Django request: the classes, the side effects, and the answers to errors."""

from __future__ import annotations

from typing import Any, cast

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError

from drf_signet import authentication, errors
from drf_signet.answers import ANSWERS, Row
from drf_signet.errors import RequestRefusedError, SignetError
from drf_signet.models import TokenUser
from drf_signet.plain_requests import answer_to, authenticate, refusal_of
from drf_signet.sessions import authentication as session_authentication
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.others.languages.raised import every_error

CLASSES = (
    authentication.JWTAuthentication,
    authentication.JWTStatelessUserAuthentication,
    session_authentication.JWTAuthentication,
    session_authentication.JWTStatelessUserAuthentication,
)


def request_with(token: object) -> Any:
    """A request of Django's, before any middleware."""
    return RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("kind", CLASSES)
def test_every_tier(user: User, kind: Any) -> None:
    """The class decides what is looked up, and so how soon an ended session is out."""
    access = RefreshToken.for_user(user).access_token
    request = request_with(access)
    found, token = authenticate(request, kind)
    assert (found.pk, str(token["user_id"])) == (
        TokenUser(access).pk if "Stateless" in kind.__name__ else user.pk,
        str(user.pk),
    )
    assert request.user is found
    Session.objects.all().delete()
    if kind is session_authentication.JWTAuthentication:
        with pytest.raises(RequestRefusedError) as caught:
            authenticate(request_with(access), kind)
        assert caught.value.code == "token_not_valid"
        assert caught.value.body["reason"] == "session_not_found"  # type: ignore[index]


def test_classes_in_their_order(user: User) -> None:
    """As in a view: the first class that finds a user counts, even if it isn't ours."""
    request = request_with(RefreshToken.for_user(user).access_token)
    request.user = AnonymousUser()
    assert authenticate(request, SessionAuthentication, authentication.JWTAuthentication)[0] == user


def test_django_asks_for_the_same_user_in_async_views(user: User) -> None:
    """Its middleware has set the user who is signed in by a cookie."""
    request = request_with(RefreshToken.for_user(user).access_token)
    request.session = SessionStore()
    AuthenticationMiddleware(lambda _: HttpResponse())(request)
    assert authenticate(request, authentication.JWTAuthentication)[0] == user
    assert async_to_sync(request.auser)() is request.user


def test_a_refusal_leaves_the_request_as_it_was(user: User) -> None:
    """A user who is signed in by Django's session stays so if the view goes on."""
    request = request_with("x")
    request.user = user
    with pytest.raises(RequestRefusedError) as caught:
        authenticate(request)
    assert (caught.value.status, caught.value.code) == (401, "token_not_valid")
    assert "invalid_token" in caught.value.headers["WWW-Authenticate"]
    assert request.user is user


def test_a_refusal_leaves_the_transaction_as_it_was(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ATOMIC_REQUESTS, a view that goes on without a user can still ask the database."""
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", value=True)
    with pytest.raises(RequestRefusedError):
        authenticate(request_with("x"))
    assert User.objects.count() == 1


def test_every_error_becomes_an_answer(db: None) -> None:
    """The nearest of its bases decides, with its code; a temporary error says how long to wait."""
    for error in every_error(SignetError):
        if isinstance(error, (errors.KeyLoadError, errors.KeyChangeRefusedError, RequestRefusedError)):
            continue
        answer = answer_to(error)
        status = answer.status_code
        assert status == cast(Row, ANSWERS.row_of(type(error))).status, error
        assert ("Retry-After" in answer) == (status in (429, 503))
        assert ("WWW-Authenticate" in answer) == (status == 401 or isinstance(error, errors.InsufficientScopeError))
        told = refusal_of(error)
        assert error.code in (told.body["code"], told.body.get("reason"))  # type: ignore[index, attr-defined]


def test_errors_of_input_and_faults(db: None) -> None:
    """Errors of input are answered as in a view. A fault stays one."""
    assert refusal_of(ValidationError({"password": ["Too short."]})).body == {"password": ["Too short."]}
    assert refusal_of(ValidationError("Too short.")).status == 400
    assert answer_to(ValidationError(["Too short."])).content == b'["Too short."]'
    for fault in (ValueError("x"), errors.KeyLoadError()):
        with pytest.raises(type(fault)):
            answer_to(fault)
