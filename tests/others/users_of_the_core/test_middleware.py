"""`request.user` in a middleware: the block of the page, between a request and a view of REST framework."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.authentication import JWTAuthentication
from drf_signet.testing import access_token_for, bearer
from tests.others.page import blocks_of


class MeView(APIView):
    """The user of the request."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The name."""
        return Response(request.user.get_username())


@pytest.fixture
def middleware() -> Any:
    """The class of the page."""
    names: dict[str, Any] = {}
    (block,) = blocks_of("middleware")
    exec(block, names)
    return names["TokenUserMiddleware"]


def request_with(header: str | None) -> Any:
    """A request as Django's own middleware leaves it."""
    request: Any = RequestFactory().get("/", headers={} if header is None else {"Authorization": header})
    request.user = AnonymousUser()
    return request


def test_a_token_is_read_when_somebody_looks(
    middleware: Any, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The view answers as always."""
    seen: list[object] = []

    def next_one(request: Any) -> Any:
        with django_assert_num_queries(0):
            lazy = request.user
        with django_assert_num_queries(1):
            seen.append(lazy.username)
        return MeView.as_view()(request)

    assert middleware(next_one)(request_with(bearer(access_token_for(user)))).data == "ada"
    assert seen == ["ada"]


@pytest.mark.parametrize("header", [None, "Bearer a.b.c", "Bearer", "Bearer a b", "Basic YTpi"])
@pytest.mark.django_db
def test_without_a_valid_token_nobody_is_there(middleware: Any, header: str | None) -> None:
    """No middleware fails, and the view refuses as always."""
    seen: list[bool] = []

    def next_one(request: Any) -> Any:
        seen.append(request.user.is_authenticated)
        return MeView.as_view()(request)

    assert middleware(next_one)(request_with(header)).status_code == 401
    assert seen == [False]
