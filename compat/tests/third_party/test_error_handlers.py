"""Exception handlers that projects put in the place of REST framework's: a refusal is one error, with our code."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, Final, cast

import pytest
from django.contrib.auth.models import User
from django.dispatch import receiver
from pytest_django import Settings
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import exception_handler

from drf_signet.errors import BodyTooLargeError, EmailNotVerifiedError, InsufficientScopeError, SignInTooOldError
from drf_signet.exceptions import InvalidToken, answer_to
from drf_signet.signals import signing_in
from tests.browser.places import OWN_PAGE
from tests.conftest import PASSWORD
from tests.wire.answers import body

STANDARDIZED: Final = "drf_standardized_errors.handler.exception_handler"
HOG: Final = "exceptions_hog.exception_handler"
OURS: Final = f"{__name__}.wrapped"

CREDENTIALS: Final = {"username": "ada", "password": PASSWORD}
Ask = Callable[[APIClient], Response]


def show(path: str) -> Ask:
    """A request with a token that is none."""
    return lambda api: api.get(path, HTTP_AUTHORIZATION="Bearer nonsense")


def post(path: str, *, token: str = "nonsense", **meta: Any) -> Ask:
    """A token that is none, or what a test has to say, in every field that takes one."""
    return lambda api: api.post(path, {"refresh": token, "token": token, **CREDENTIALS}, format="json", **meta)


REFUSALS: Final[dict[str, tuple[Ask, int, str]]] = {
    "header": (show("/whoami/"), 401, "token_not_valid"),
    "stateless": (show("/stateless/"), 401, "token_not_valid"),
    "header-sessions": (show("/sessions/live/"), 401, "token_not_valid"),
    "bad-header": (lambda api: api.get("/whoami/", HTTP_AUTHORIZATION="Bearer"), 401, "bad_authorization_header"),
    "refresh": (post("/api/token/refresh/"), 401, "token_not_valid"),
    "verify": (post("/api/token/verify/"), 401, "token_not_valid"),
    "sliding": (post("/api/sliding/refresh/"), 401, "token_not_valid"),
    "refresh-sessions": (post("/sessions/api/token/refresh/"), 401, "token_not_valid"),
    "logout": (post("/sessions/api/logout/"), 401, "token_not_valid"),
    "no-cookie": (post("/sessions/api/browser/token/refresh/", **OWN_PAGE), 401, "cookie_missing"),
    "origin": (post("/sessions/api/browser/token/", HTTP_ORIGIN="https://evil.example"), 403, "origin_refused"),
}
EVERY: Final = pytest.mark.parametrize(
    ("ask", "status", "code"), [pytest.param(*case, id=name) for name, case in REFUSALS.items()]
)


def wrapped(exc: Exception, context: dict[str, Any]) -> Response | None:
    """What most projects write: REST framework's answer with one key more, and texts by their keys."""
    response = exception_handler(exc, context)
    if response is not None:
        response.data["status_code"] = response.status_code
        response.data["text"] = response.data.get("code") or "nothing"
    return response


@EVERY
def test_one_standardized_error(
    user: User, api: APIClient, settings: Settings, ask: Ask, status: int, code: str
) -> None:
    """Not one for each key of the body."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": STANDARDIZED}
    response = ask(api)
    (error,) = body(response)["errors"]
    assert (response.status_code, error["code"], error["attr"]) == (status, code, "detail")


@EVERY
def test_one_error_in_the_other_format(
    user: User, api: APIClient, settings: Settings, ask: Ask, status: int, code: str
) -> None:
    """A handler that takes any detail for a text or a list."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": HOG}
    response = ask(api)
    assert (response.status_code, body(response)["code"]) == (status, code)


@EVERY
def test_a_handler_around_rest_frameworks_own(
    user: User, api: APIClient, settings: Settings, ask: Ask, status: int, code: str
) -> None:
    """It finds what there always was, and its answer is ours with what it adds."""
    plain = body(ask(api))
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": OURS}
    assert body(ask(api)) == {**plain, "status_code": status, "text": code}


@pytest.mark.parametrize("handler", [STANDARDIZED, HOG])
def test_a_sign_in_that_has_to_wait(user: User, api: APIClient, settings: Settings, handler: str) -> None:
    """The right password, and a receiver that refuses with a code."""

    @receiver(signing_in)
    def refuse(**kwargs: object) -> None:
        raise EmailNotVerifiedError

    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": handler}
    try:
        answer = body(post("/api/token/")(api))
    finally:
        signing_in.disconnect(refuse)
    assert [one["code"] for one in answer.get("errors", [answer])] == ["email_not_verified"]


EXCEPTIONS: Final[list[tuple[APIException, str]]] = [
    (InvalidToken({"reason": "token_expired", "messages": [{"message": "Token is expired"}]}), "token_not_valid"),
    (cast(APIException, answer_to(SignInTooOldError(60))), "insufficient_user_authentication"),
    (cast(APIException, answer_to(InsufficientScopeError(["orders:read"]))), "insufficient_scope"),
    (cast(APIException, answer_to(BodyTooLargeError())), "body_too_large"),
]


@pytest.mark.parametrize(("error", "code"), EXCEPTIONS)
def test_an_exception_has_one_code(error: APIException, code: str) -> None:
    """For a handler that asks for codes, and for a log."""
    text = error.detail["detail"]  # type: ignore[index, call-overload]  # a dict
    assert error.get_codes() == {"detail": code}
    assert error.get_full_details() == {"detail": {"message": text, "code": code}}
    assert str(error) == text


@pytest.mark.parametrize("handler", [STANDARDIZED, OURS])
def test_a_copy_is_what_was_copied(settings: Settings, handler: str) -> None:
    """Handlers and caches copy; each key is true as before, nested ones too, and an unknown one is unknown."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": handler}
    body: Any = InvalidToken({"messages": [{"message": "Token is expired"}]}).detail
    for copied in (copy.deepcopy(body), copy.copy(body), pickle.loads(pickle.dumps(body))):
        assert copied == body
        assert copied["code"]
        assert copied["messages"][0]["message"]
    with pytest.raises(KeyError):
        body["nothing"]


def test_without_a_handler_of_its_own_it_is_a_plain_dict() -> None:
    """Renderers of every kind know it."""
    assert type(InvalidToken().detail) is dict
