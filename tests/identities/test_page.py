"""docs/how-to/identities.md: its blocks do what the page says."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import path

from drf_signet.accounts import ways_in
from drf_signet.identities.providers.presets import PRESETS
from drf_signet.identities.providers.providers_in_force import get_provider, provider_names
from drf_signet.sessions.tokens import RefreshToken
from tests.accounts.changed import project_signet
from tests.accounts.person import Client, Person
from tests.identities.doors import by_code
from tests.identities.stand_in import StandIn, said
from tests.identities.urls_of import urls_of
from tests.others.page import blocks_under
from tests.stand_ins.key_pairs import pair_for, private_pem

SETTINGS, URLS, OTHERS, STAND_IN = blocks_under("Add it to a project", "identities")
(OF_APP,) = blocks_under("Google in an Expo app", "identities")
(FIELDS,) = blocks_under("New accounts", "identities")
(TEST,) = blocks_under("Test it", "identities")
WAY, TOKENS = blocks_under("Ways of your own", "identities")

OURS: Final = ("signet.E089", "signet.E090", "signet.W088", "signet.E091", "signet.E092")


def names_in(block: str, **given: Any) -> dict[str, Any]:
    """What *block* defines."""
    names: dict[str, Any] = {"__name__": __name__, **given}
    exec(block, names)  # the block is the thing under test
    return names


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the blocks read of it."""
    for block in (SETTINGS, OTHERS, OF_APP):
        for name in re.findall(r'os\.environ\["(\w+)"\]', block):
            monkeypatch.setenv(
                name, private_pem(pair_for("ES256")) if name == "APPLE_PRIVATE_KEY" else "of-the-console"
            )


def test_the_settings_are_right(environment: None) -> None:
    """No check of ours has anything to say, with these addresses and all these providers, which are on buttons."""
    names = names_in(SETTINGS + OTHERS + OF_APP, INSTALLED_APPS=[], SIGNET=project_signet())
    assert names["INSTALLED_APPS"] == ["drf_signet.identities"]
    addresses = urls_of(names_in(URLS, urlpatterns=[])["urlpatterns"])
    with override_settings(SIGNET=names["SIGNET"], ROOT_URLCONF=addresses):
        said = [one for one in run_checks() if one.id in OURS]
        on_buttons = provider_names()
    assert said == []
    assert set(on_buttons.values()) == {*(one.name for one in PRESETS.values()), "Acme"}


def test_a_provider_on_this_machine_takes_the_place_of_google(environment: None) -> None:
    """No check has anything to say about it, nor about its http, and it speaks for the address."""
    names = names_in(SETTINGS + STAND_IN, INSTALLED_APPS=[], SIGNET=project_signet())
    addresses = urls_of(names_in(URLS, urlpatterns=[])["urlpatterns"])
    with override_settings(SIGNET=names["SIGNET"], ROOT_URLCONF=addresses):
        said = [one for one in run_checks() if one.id in OURS]
        google = get_provider("google")
    assert said == []
    assert (google.settings.issuer, google.verifies) == ("http://localhost:9400", ("*",))


def test_the_fields() -> None:
    """Those of the claims."""
    found = names_in(FIELDS)["user_fields"](said(name="Ada Lovelace"))
    assert found == {"first_name": "Ada Lovelace", "last_name": ""}


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
