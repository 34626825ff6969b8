"""docs/how-to/identities.md: its blocks do what the page says."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import path

from drf_signet.accounts import ways_in
from drf_signet.sessions.tokens import RefreshToken
from tests.accounts.changed import project_signet
from tests.accounts.person import Client, Person
from tests.identities.doors import by_code
from tests.identities.stand_in import StandIn, said
from tests.identities.urls_of import urls_of
from tests.others.page import blocks_under

SETTINGS, URLS = blocks_under("Add it to a project", "identities")
(FIELDS,) = blocks_under("Which account it is", "identities")
(TEST,) = blocks_under("Test it", "identities")
WAY, TOKENS = blocks_under("Ways of your own", "identities")


def names_in(block: str, **given: Any) -> dict[str, Any]:
    """What *block* defines."""
    names: dict[str, Any] = {"__name__": __name__, **given}
    exec(block, names)  # the block is the thing under test
    return names


def test_the_settings_are_right() -> None:
    """No check of ours has anything to say, with these addresses."""
    names = names_in(SETTINGS, INSTALLED_APPS=[], SIGNET=project_signet())
    assert names["INSTALLED_APPS"] == ["drf_signet.identities"]
    addresses = urls_of(names_in(URLS)["urlpatterns"])
    with override_settings(SIGNET=names["SIGNET"], ROOT_URLCONF=addresses):
        assert [one for one in run_checks() if (one.id or "") in ("signet.E089", "signet.E091", "signet.E092")] == []


def test_the_fields() -> None:
    """Those of the claims."""
    found = names_in(FIELDS)["fields_of"](said(given_name="Ada", locale="en"))
    assert found == {"first_name": "Ada", "language": "en"}


@pytest.mark.django_db
def test_the_test(api: Client) -> None:
    """It passes."""
    names_in(TEST)["test_a_sign_in"](api, None)


def test_a_way_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name."""
    monkeypatch.setattr(ways_in, "_ways", {})
    names_in(WAY)
    assert [*ways_in._ways] == ["badge"]


@pytest.mark.django_db
def test_the_tokens_of_the_project(person: Person, api: Client, providers: StandIn) -> None:
    """They have its claim."""
    view = names_in(TOKENS)["MySignInView"].as_view()
    with override_settings(ROOT_URLCONF=urls_of([path("api/identities/<str:provider>/token/", view)])):
        answer = by_code(api, providers.code_for(said()))
    assert RefreshToken(answer.json()["refresh"])["name"] == str(person)
