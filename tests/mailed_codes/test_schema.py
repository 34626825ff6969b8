"""The schema describes the endpoints, and drf-spectacular has nothing to complain about."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.urls import include, path
from drf_spectacular.drainage import GENERATOR_STATS

import drf_signet.mailed_codes.browser.schema  # noqa: F401  # registers what it describes
from tests.public_api.test_schema import GENERATOR_CLASS, generate

PATTERNS: list[Any] = [
    path("api/", include("drf_signet.mailed_codes.urls")),
    path("api/", include("drf_signet.mailed_codes.browser.urls")),
]


@pytest.fixture
def schema() -> dict[str, Any]:
    """That of the endpoints."""
    GENERATOR_STATS.reset()
    with override_settings(REST_FRAMEWORK={**django_settings.REST_FRAMEWORK, "DEFAULT_SCHEMA_CLASS": GENERATOR_CLASS}):
        return dict(generate(PATTERNS))


PATHS = ("token/code/", "token/code/confirm/", "token/link/")


@pytest.mark.parametrize("prefix", ["", "browser/"])
@pytest.mark.parametrize("place", PATHS)
def test_each_endpoint_is_described(schema: dict[str, Any], prefix: str, place: str) -> None:
    """Its body, its answer, and each refusal."""
    told = schema["paths"][f"/api/{prefix}{place}"]["post"]
    assert told["summary"]
    answer = told["responses"]["200"]["content"]["application/json"]["schema"]
    assert "$ref" in answer
    expected = {"200", "400", "403", "413", "415", "429", "503"}
    expected |= set() if place.endswith("code/") else {"401"}
    expected |= {"409"} if place == "token/link/" else set()
    assert {*told["responses"]} == expected


def test_a_browser_sends_no_request(schema: dict[str, Any]) -> None:
    """It is in the cookie."""
    for name, fields in (
        ("SignInCodeConfirm", {"request", "code"}),
        ("BrowserSignInCodeConfirm", {"code"}),
        ("SignInLink", {"token", "request", "confirmed"}),
        ("BrowserSignInLink", {"token", "confirmed"}),
    ):
        assert {*schema["components"]["schemas"][name]["properties"]} == fields
