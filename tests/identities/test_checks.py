"""What ``manage.py check`` says about identities: each message with its id."""

from __future__ import annotations

from types import ModuleType

import pytest
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings
from django.urls import include, path

from tests.accounts.changed import signet
from tests.identities.urls_of import urls_of

# Django 6 asks the database about JSON.
pytestmark = pytest.mark.django_db

IDS = {"signet.E091", "signet.E092", "signet.W089"}
GOOD = ("https://app.example.com/in", "myapp://in", "http://localhost:5173/", "tests.identities.test_redirect.page_of")
BAD = ("/in", "app.example.com/in", "https://app.example.com/#in", "javascript:in()", "https:///in", "no.such.function")


def said(*, deploy: bool = False) -> list[CheckMessage]:
    """What is said about identities."""
    return [one for one in run_checks(include_deployment_checks=deploy) if one.id in IDS]


def urls(*modules: str) -> ModuleType:
    """The addresses of a project with *modules*."""
    return urls_of([path("api/", include(one)) for one in modules])


def test_the_project_of_these_tests_is_right() -> None:
    """Nothing is said of it."""
    assert said(deploy=True) == []


@pytest.mark.parametrize("page", GOOD)
def test_a_page_is_the_webs_or_an_apps_or_a_function(page: str) -> None:
    """Each is fine."""
    with signet(PROVIDER_RETURN_URL=page):
        assert said() == []


@pytest.mark.parametrize("page", BAD)
def test_a_page_to_which_nothing_leads(page: str) -> None:
    """E091: the browsers that come back."""
    with signet(PROVIDER_RETURN_URL=page):
        (found,) = said()
    assert found.id == "signet.E091"
    assert "PROVIDER_RETURN_URL" in found.msg


def test_a_page_is_needed_where_browsers_are_sent_away() -> None:
    """E091: and nowhere else. An API alone needs none."""
    with signet(PROVIDER_RETURN_URL=None):
        assert [one.id for one in said()] == ["signet.E091"]
        with override_settings(ROOT_URLCONF=urls("drf_signet.sessions.urls", "drf_signet.identities.urls")):
            assert said() == []


@pytest.mark.parametrize("page", ["http://app.example.com/in"])
def test_a_page_that_anybody_can_replace(page: str) -> None:
    """W089, when a project is deployed."""
    with signet(PROVIDER_RETURN_URL=page):
        assert said() == []
        assert [one.id for one in said(deploy=True)] == ["signet.W089"]


def test_the_apps_below_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """E092: without them, nobody can be joined."""
    monkeypatch.setattr("drf_signet.identities.checks.NEEDED", ("drf_signet.accounts", "drf_signet.nothing"))
    (found,) = said()
    assert (found.id, "'drf_signet.nothing'" in found.msg) == ("signet.E092", True)
