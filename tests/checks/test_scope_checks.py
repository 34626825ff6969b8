"""E075: a view whose permission names no scope, so that nobody is let in."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from django.core.checks import Error
from django.test import override_settings
from django.urls import path
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView

from drf_signet.permissions import HasScope
from tests.checks.test_checks import said


class Azure(HasScope):
    """For an issuer that names scopes otherwise, to derive others from."""


READ = HasScope.of("orders:read")
NONE = Error(
    "A view has HasScope among its permission_classes, which names no scope, so nobody is let in.",
    hint="Write HasScope.of('orders:read'), with the scope that the view needs.",
    id="signet.E075",
)


def said_of(permissions: Any) -> list[Any]:
    """What the checks say of a view with *permissions*."""
    urls: Any = ModuleType("urls")
    urls.urlpatterns = [path("", APIView.as_view(permission_classes=permissions))]
    with override_settings(ROOT_URLCONF=urls):
        return [one for one in said({}) if one.id == "signet.E075"]


@pytest.mark.parametrize(
    "permissions",
    [
        [HasScope],
        (IsAuthenticated, HasScope),
        [IsAuthenticated & HasScope],
        [(READ & ~HasScope) | AllowAny],
        [HasScope | HasScope],
    ],
)
def test_a_permission_without_a_scope_is_a_mistake(permissions: Any) -> None:
    """Once for the class, wherever it stands."""
    assert said_of(permissions) == [NONE]


def test_so_is_one_that_others_are_derived_from() -> None:
    """It is named as the project names it."""
    (error,) = said_of([Azure])
    assert "has Azure among" in error.msg


@pytest.mark.parametrize("permissions", [[READ], [Azure.of("x") | READ], [IsAuthenticated], [], (), None])
def test_others_are_none(permissions: Any) -> None:
    """Those with scopes, and those that know none."""
    assert said_of(permissions) == []
