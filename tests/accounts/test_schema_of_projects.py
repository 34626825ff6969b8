"""What a project says of its own views of accounts is in the schema, and our words stand beneath."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

import drf_signet.accounts.schema  # noqa: F401  # registers what it describes
from drf_signet.accounts import views
from drf_signet.accounts.serializers import SignUpSerializer
from tests.public_api.test_schema import GENERATOR_CLASS, Json, generate


@pytest.fixture(autouse=True)
def _described() -> Iterator[None]:
    """REST framework describes its views by drf-spectacular, and nothing was complained of yet."""
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}):
        yield


def operations_of(view: type[Any]) -> Json:
    """What the document of *view* alone says."""
    document: Json = generate([path("in/", view.as_view())])["paths"]["/in/"]
    return document


def test_a_sign_up_of_the_project() -> None:
    """Its own summary, its own fields, and our answers."""

    class WithPhoneSerializer(SignUpSerializer):
        phone = serializers.CharField()

        class Meta(SignUpSerializer.Meta):
            fields = (*SignUpSerializer.Meta.fields, "phone")

    @extend_schema(summary="Join")
    class Join(views.SignUpView):
        serializer_class = WithPhoneSerializer

    schema = generate([path("in/", Join.as_view()), path("ours/", views.SignUpView.as_view())])
    operation = schema["paths"]["/in/"]["post"]
    assert operation["summary"] == "Join"
    assert {"201", "400", "429"} <= set(operation["responses"])
    assert "phone" in schema["components"]["schemas"]["WithPhone"]["properties"]
    assert "phone" not in schema["components"]["schemas"]["SignUp"]["properties"]


def test_one_method_of_several() -> None:
    """The others stay ours, and the body of a DELETE is still described."""

    @extend_schema_view(patch=extend_schema(summary="Another name"))
    class Me(views.MeView):
        @extend_schema(summary="Leave")
        def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            """For good."""
            return super().delete(request, *args, **kwargs)

    told = operations_of(Me)
    assert {method: one["summary"] for method, one in told.items()} == {
        "get": "Get your account",
        "patch": "Another name",
        "delete": "Leave",
    }
    assert told["delete"]["description"] == "For good."
    assert "requestBody" in told["delete"]
