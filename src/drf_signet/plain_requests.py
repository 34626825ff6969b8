"""
For views that are none of REST framework's: Django's own, async ones, those of Ninja, resolvers of GraphQL.

    try:
        user, token = authenticate(request)                 # await aauthenticate(request) in an async view
    except RequestRefusedError as error:
        return answer_to(error)

The same classes authenticate as in views of REST framework, and the answers are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, NoReturn, cast

from asgiref.sync import sync_to_async
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connections
from django.http import HttpRequest, JsonResponse
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.settings import api_settings

from drf_signet.answering_views import AnsweringView
from drf_signet.answers import ANSWERS, REFUSED_TOKEN, Row
from drf_signet.errors import KeyLoadError, RequestRefusedError, SignetError, TokenUserError
from drf_signet.exceptions import answer_to as answer_by_table
from drf_signet.models import TokenUser
from drf_signet.tokens import Token

__all__ = ["aauthenticate", "answer_to", "authenticate", "refusal_of"]

SAID: Final = ("WWW-Authenticate", "Retry-After")
"""The headers of a refusal."""

Classes = tuple[type[BaseAuthentication], ...]
Authenticated = tuple[AbstractBaseUser | TokenUser, Token]


def authenticate(request: HttpRequest, *classes: type[BaseAuthentication]) -> Authenticated:
    """
    The user of *request* and the token, by the first of *classes* that finds one: by default, those of REST framework's
    DEFAULT_AUTHENTICATION_CLASSES. From then on, ``request.user`` and ``await request.auser()`` are that user.

    Raises `RequestRefusedError`, also for a request of nobody's, whose code is ``not_authenticated``.
    """
    view = _Asking(request, classes)
    before = dict(vars(request))
    try:
        view.check_permissions(view.request)
    except Exception as error:
        request.__dict__ = before
        raise view.refusal(error) from error
    user = view.request.user
    request.auser = partial(_at_once, user)
    return cast(Authenticated, (user, view.request.auth))


async def aauthenticate(request: HttpRequest, *classes: type[BaseAuthentication]) -> Authenticated:
    """The same in an async view."""
    return await sync_to_async(authenticate)(request, *classes)


def refusal_of(error: Exception) -> RequestRefusedError:
    """
    What a view of REST framework answers to *error*, which tokens, flows, serializers or `authenticate` raised.

    Raises *error* itself where it is no refusal.
    """
    if isinstance(error, RequestRefusedError):
        return error
    answer = error if isinstance(error, KeyLoadError) else answer_by_table(error, OUTSIDE_OF_VIEWS, fields=None)
    return _Asking(HttpRequest(), ()).refusal(answer)


def answer_to(error: Exception) -> JsonResponse:
    """The same as an answer of Django's."""
    refusal = refusal_of(error)
    return JsonResponse(refusal.body, status=refusal.status, headers=refusal.headers, safe=False)


async def _at_once(user: Any) -> Any:
    return user


class _Asking(AnsweringView):
    """A view that is asked who somebody is, and what it would say, and answers no request itself."""

    permission_classes = (IsAuthenticated,)

    def __init__(self, request: HttpRequest, classes: Classes) -> None:
        super().__init__(authentication_classes=classes or api_settings.DEFAULT_AUTHENTICATION_CLASSES)
        self.setup(request)
        self.request = self.initialize_request(request)

    def refusal(self, error: Exception) -> RequestRefusedError:
        """What it would answer to *error*. Raises *error* itself, where that is a fault."""
        with _leaving_transactions():
            response = self.handle_exception(error)
        headers = {name: response.headers[name] for name in SAID if name in response.headers}
        codes = error.get_codes() if isinstance(error, APIException) else None
        return RequestRefusedError(
            response.status_code, response.data, headers, codes if isinstance(codes, str) else None
        )

    def with_code(self, response: Response, answer: Exception) -> Response:
        """*response*, as any view of the project's would answer."""
        return response

    def raise_uncaught_exception(self, exc: Exception) -> NoReturn:
        """Raise *exc*, for whoever asked."""
        raise exc


@contextmanager
def _leaving_transactions() -> Iterator[None]:
    # REST framework ends the transaction of a request that it refuses. Here, the view may go on without a user.
    before = [(one, one.needs_rollback) for one in connections.all(initialized_only=True) if one.in_atomic_block]
    try:
        yield
    finally:
        for connection, was_lost in before:
            connection.set_rollback(was_lost)


OUTSIDE_OF_VIEWS: Final = ANSWERS.but({TokenUserError: REFUSED_TOKEN, SignetError: Row(400)})
"""The answers to errors of flows outside our views. `KeyLoadError` is a fault, so it has none."""
