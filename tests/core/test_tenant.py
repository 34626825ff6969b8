"""TENANT names the tenant of the request, or a clear error says that it can't."""

from __future__ import annotations

import logging

import pytest
from django.db import OperationalError
from django.test import override_settings

from drf_signet.errors import TenantUnknownError
from drf_signet.outage_log import OUTAGES
from drf_signet.tenant import current_tenant

ANSWER: dict[str, object] = {}


def answer() -> object:
    """The tenant that a test chooses."""
    if isinstance(ANSWER["is"], Exception):
        raise ANSWER["is"]
    return ANSWER["is"]


SIGNET = {"TENANT": "tests.core.test_tenant.answer"}


def test_without_the_setting_there_is_no_tenant() -> None:
    """A project with one database has none."""
    assert current_tenant() is None


@pytest.mark.parametrize("name", [None, "b", "müller", "tenant b", "b" * 255])
def test_the_function_names_the_tenant(name: str | None) -> None:
    """None is for what all tenants share: a public schema, a domain."""
    ANSWER["is"] = name
    with override_settings(SIGNET=SIGNET):
        assert current_tenant() == name


@pytest.mark.parametrize(
    "wrong",
    [7, True, "", b"b", ["b"], "\ud800", LookupError("no tenant"), AttributeError("schema_name")],
    ids=["key", "truth", "empty", "bytes", "list", "surrogate", "raises", "attribute"],
)
def test_what_is_no_name_is_one_error_and_one_line_in_the_log(wrong: object, caplog: pytest.LogCaptureFixture) -> None:
    """A primary key is no name: it would be compared with a string, and never be equal."""
    OUTAGES.forget()
    ANSWER["is"] = wrong
    with (
        override_settings(SIGNET=SIGNET),
        caplog.at_level(logging.ERROR, "drf_signet"),
        pytest.raises(TenantUnknownError),
    ):
        current_tenant()
    (line,) = caplog.messages
    assert line.startswith("TENANT doesn't name the tenant of this request: ")


def test_a_function_that_is_not_there_is_the_same_error() -> None:
    """Check E003 reports it earlier. A server that runs no checks answers 503, not 500."""
    with override_settings(SIGNET={"TENANT": "nowhere.tenant"}), pytest.raises(TenantUnknownError):
        current_tenant()


def test_a_database_that_is_away_is_said_to_be_away() -> None:
    """A function may look the tenant up."""
    ANSWER["is"] = OperationalError("server closed the connection unexpectedly")
    with override_settings(SIGNET=SIGNET), pytest.raises(OperationalError):
        current_tenant()
