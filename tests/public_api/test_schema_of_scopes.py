"""The OpenAPI schema of a view that demands scopes."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import path
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAdminUser, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from drf_signet.permissions import HasScope
from tests.projects.full.urls import WhoAmI
from tests.public_api.test_schema import GENERATOR_CLASS, generate

READ, WRITE = HasScope.of("orders:read"), HasScope.of("orders:write", "orders:read")


class ReadOnly(BasePermission):
    """Nothing is changed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the method is a safe one."""
        return request.method in SAFE_METHODS


@pytest.mark.parametrize(
    ("permissions", "ways"),
    [
        ([IsAuthenticated], [[]]),
        ([READ], [["orders:read"]]),
        ([IsAuthenticated, READ], [["orders:read"]]),
        ([IsAuthenticated & WRITE], [["orders:read", "orders:write"]]),
        ([READ, HasScope.of("billing")], [["billing", "orders:read"]]),
        ([(ReadOnly & READ) | WRITE], [["orders:read"], ["orders:read", "orders:write"]]),
        ([IsAdminUser | READ], [[], ["orders:read"]]),
        ([~READ], [[]]),
    ],
)
def test_the_requirement_names_the_scopes(permissions: Any, ways: list[list[str]]) -> None:
    """One requirement for each way to be let in, as a client may choose one of them."""
    described = {**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}
    with override_settings(REST_FRAMEWORK=described):
        schema = generate([path("orders/", WhoAmI.as_view(permission_classes=permissions))])
    assert schema["paths"]["/orders/"]["get"]["security"] == [{"jwtAuth": scopes} for scopes in ways]
