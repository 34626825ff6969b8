"""The schema has a project's descriptions of its own views, serializers and authentication classes in place of ours."""

# mypy: disable-error-code="misc,valid-type,name-defined"
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiViewExtension,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

import drf_signet.sessions.browser.schema  # noqa: F401  # registers what it describes
from drf_signet import authentication, views
from drf_signet.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from drf_signet.sessions import authentication as sessions_authentication
from drf_signet.sessions import serializers as sessions_serializers
from drf_signet.sessions import views as sessions_views
from drf_signet.sessions.browser import views as browser_views
from drf_signet_compat.simplejwt.adoption import serializers as adopting_serializers
from drf_signet_compat.simplejwt.adoption import views as adopting_views
from tests.projects.full.urls import WhoAmI
from tests.public_api.test_schema import GENERATOR_CLASS, Json, generate, names, resolved

VIEWS = (
    views.TokenObtainPairView,
    sessions_views.TokenObtainPairView,
    browser_views.TokenObtainPairView,
    adopting_views.TokenObtainPairView,
)
TIERS = pytest.mark.parametrize("ours", VIEWS, ids=["core", "sessions", "browser", "adoption"])


@pytest.fixture(autouse=True)
def _described() -> Iterator[None]:
    """REST framework describes its views by drf-spectacular, which has no complaint yet."""
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}):
        yield


@pytest.fixture
def extensions() -> Iterator[None]:
    """Extensions that a test defines are gone afterwards."""
    kinds: Any = (OpenApiAuthenticationExtension, OpenApiSerializerExtension, OpenApiViewExtension)
    before = [list(kind._registry) for kind in kinds]
    yield
    for kind, registered in zip(kinds, before, strict=True):
        kind._registry[:] = registered


class Welcome(serializers.Serializer[Any]):
    """The project's answer."""

    greeting = serializers.CharField()


def operation_of(view: type[Any], method: str = "post") -> tuple[Json, Json]:
    """The document of *view* alone, and its description of *method*."""
    schema = generate([path("in/", view.as_view())])
    assert not GENERATOR_STATS
    return schema, schema["paths"]["/in/"][method]


def answer_of(view: type[Any]) -> list[str]:
    """The fields of its answer."""
    schema, operation = operation_of(view)
    return names(schema, operation["responses"]["200"])[0]


@TIERS
def test_extend_schema_on_a_class(ours: type[Any]) -> None:
    """Its parts count; the rest is ours."""

    @extend_schema(responses={200: Welcome, 404: None}, tags=["door"])
    class View(ours):
        """Come in."""

    schema, operation = operation_of(View)
    assert names(schema, operation["responses"]["200"])[0] == ["greeting"]
    assert set(operation["responses"]) == {"200", "404"}
    assert operation["tags"] == ["door"]
    assert operation["description"] == "Come in."
    assert operation["summary"].startswith("Sign in")


@TIERS
def test_extend_schema_on_a_method(ours: type[Any]) -> None:
    """With a docstring of its own."""

    class View(ours):
        @extend_schema(responses=Welcome, summary="Open the door")
        def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            """Knock first."""
            return Response(super().post(request, *args, **kwargs))

    schema, operation = operation_of(View)
    assert names(schema, operation["responses"]["200"])[0] == ["greeting"]
    assert (operation["summary"], operation["description"]) == ("Open the door", "Knock first.")


@TIERS
def test_extend_schema_view(ours: type[Any]) -> None:
    """Around a method that is ours."""

    @extend_schema_view(post=extend_schema(responses=Welcome, operation_id="open_door"))
    class View(ours): ...

    assert answer_of(View) == ["greeting"]
    assert operation_of(View)[1]["operationId"] == "open_door"


@TIERS
def test_extend_schema_on_a_view_in_between(ours: type[Any]) -> None:
    """It is also on the view in use: each may add something, and the last one wins."""

    @extend_schema(summary="First", tags=["first"])
    class Between(ours): ...

    @extend_schema(summary="Second")
    class View(Between):
        @extend_schema(deprecated=True)
        def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            return Response(super().post(request, *args, **kwargs))

    _, operation = operation_of(View)
    assert (operation["summary"], operation["tags"], operation["deprecated"]) == ("Second", ["first"], True)
    assert "401" in operation["responses"]


class ShoutingSchema(AutoSchema):
    """A schema that a project may set on a view, or on all of its views."""

    def get_summary(self) -> str:
        """In capitals."""
        return (super().get_summary() or "nothing").upper()


@TIERS
def test_a_schema_of_the_view(ours: type[Any]) -> None:
    """It extends our schema."""

    class View(ours):
        schema = ShoutingSchema()

    assert operation_of(View)[1]["summary"].startswith("SIGN IN")


@TIERS
def test_a_schema_of_the_project(ours: type[Any]) -> None:
    """Ours extends it, as ``extend_schema`` would."""

    class View(ours): ...

    shouting = f"{__name__}.ShoutingSchema"
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": shouting}):
        assert operation_of(View)[1]["summary"].startswith("Sign in")


def test_the_views_of_the_user_are_the_projects_too() -> None:
    """Those with another method than POST."""

    @extend_schema(summary="My devices")
    class Devices(sessions_views.SessionListView): ...

    @extend_schema_view(delete=extend_schema(summary="Off with it"))
    class Device(sessions_views.SessionDetailView): ...

    assert operation_of(Devices, "get")[1]["summary"] == "My devices"
    schema = generate([path("in/<uuid:pk>/", Device.as_view())])
    assert schema["paths"]["/in/{id}/"]["delete"]["summary"] == "Off with it"


@TIERS
@pytest.mark.usefixtures("extensions")
def test_an_extension_for_a_view(ours: type[Any]) -> None:
    """Defined before or after ours, without a priority."""

    class View(ours): ...

    class Ours(OpenApiViewExtension):
        target_class: Any = View

        def view_replacement(self) -> Any:
            return extend_schema(responses=Welcome, summary="Mine")(type("Mine", (self.target,), {}))

    assert operation_of(View)[1]["summary"] == "Mine"
    assert answer_of(View) == ["greeting"]


@pytest.mark.parametrize(
    "ours",
    [
        authentication.JWTAuthentication,
        authentication.JWTStatelessUserAuthentication,
        sessions_authentication.JWTAuthentication,
        sessions_authentication.JWTStatelessUserAuthentication,
    ],
)
@pytest.mark.usefixtures("extensions")
def test_an_extension_for_an_authentication_class(ours: type[Any]) -> None:
    """It wins over the scheme of the base class."""

    class Own(ours): ...

    class OwnScheme(OpenApiAuthenticationExtension):
        target_class: Any = Own
        name = "cookieAuth"

        def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
            return {"type": "apiKey", "in": "cookie", "name": "access"}

    class View(WhoAmI):
        authentication_classes = (Own,)

    schema = generate([path("me/", View.as_view())])
    assert {"cookieAuth": []} in schema["paths"]["/me/"]["get"]["security"]
    assert schema["components"]["securitySchemes"] == {
        "cookieAuth": {"type": "apiKey", "in": "cookie", "name": "access"}
    }


SERIALIZERS = {
    "core": (views.TokenObtainPairView, TokenObtainPairSerializer, "TokenObtainPair"),
    "sessions": (
        sessions_views.TokenObtainPairView,
        sessions_serializers.TokenObtainPairSerializer,
        "SessionTokenObtainPair",
    ),
    "browser": (
        browser_views.TokenObtainPairView,
        sessions_serializers.TokenObtainPairSerializer,
        "SessionTokenObtainPair",
    ),
    "adoption": (
        adopting_views.TokenObtainPairView,
        adopting_serializers.TokenObtainPairSerializer,
        "TokenObtainPair",
    ),
    "refresh": (views.TokenRefreshView, TokenRefreshSerializer, "TokenRefresh"),
    "refresh of sessions": (
        sessions_views.TokenRefreshView,
        sessions_serializers.TokenRefreshSerializer,
        "SessionTokenRefresh",
    ),
    "blacklist": (
        sessions_views.TokenBlacklistView,
        sessions_serializers.TokenBlacklistSerializer,
        "TokenBlacklist",
    ),
    "sign-out": (sessions_views.LogoutAllView, sessions_serializers.LogoutAllSerializer, "LogoutAll"),
    "verify": (sessions_views.TokenVerifyView, sessions_serializers.TokenVerifySerializer, "SessionTokenVerify"),
}


@pytest.mark.parametrize("tier", SERIALIZERS)
def test_a_serializer_of_the_project_is_a_component_of_its_own(tier: str) -> None:
    """It is named after its class and has its own fields, even next to its base class."""
    ours, serializer, name = SERIALIZERS[tier]

    class WithTenantSerializer(serializer):
        tenant = serializers.CharField(write_only=True)

    class View(ours):
        serializer_class = WithTenantSerializer

    schema = generate([path("ours/", ours.as_view()), path("theirs/", View.as_view())])
    assert not GENERATOR_STATS
    taken = {
        url: operations["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for url, operations in schema["paths"].items()
        if "requestBody" in operations["post"]  # the cookie is all that browsers send for some
    }
    assert taken == {"/ours/": name, "/theirs/": "WithTenant"}
    components = schema["components"]["schemas"]
    assert set(components["WithTenant"]["properties"]) - set(components[name]["properties"]) == {"tenant"}


@TIERS
def test_a_name_that_the_project_gave(ours: type[Any]) -> None:
    """It is kept, whether a decorator or ``as_view`` sets it."""

    @extend_schema_serializer(component_name="Credentials")
    class Own(ours.serializer_class):
        tenant = serializers.CharField(write_only=True)

    schema = generate([path("in/", ours.as_view(serializer_class=Own))])
    assert "tenant" in schema["components"]["schemas"]["Credentials"]["properties"]


class Person(serializers.Serializer[Any]):
    """The user who signed in."""

    name = serializers.CharField()


@TIERS
def test_fields_of_the_answer(ours: type[Any]) -> None:
    """Read-only fields are in the answer, next to the tokens."""

    class WithPersonSerializer(ours.serializer_class):
        user = Person(read_only=True)
        is_new = serializers.SerializerMethodField()
        tenant = serializers.CharField(write_only=True)

        def get_is_new(self, answer: dict[str, Any]) -> bool:
            return False

    class View(ours):
        serializer_class = WithPersonSerializer

    class Twice(ours):
        def get_serializer_class(self) -> Any:
            return WithPersonSerializer

    schema = generate([path("in/", View.as_view()), path("twice/", Twice.as_view()), path("ours/", ours.as_view())])
    assert not GENERATOR_STATS
    usual, *own = (schema["paths"][url]["post"]["responses"]["200"] for url in ("/ours/", "/in/", "/twice/"))
    for answer in own:
        assert set(names(schema, answer)[0]) - set(names(schema, usual)[0]) == {"user", "is_new"}
        assert "tenant" not in names(schema, answer)[0]
        assert resolved(schema, answer)["properties"]["is_new"]["type"] == "boolean"
