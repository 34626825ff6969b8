"""What ``manage.py check`` says about identities: each message with its id."""

from __future__ import annotations

from types import ModuleType
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings
from django.urls import include, path

from tests.accounts.changed import signet
from tests.accounts.person import Client, has_username
from tests.accounts.waiting import nothing_waits, until
from tests.identities.doors import arrive
from tests.identities.stand_in import StandIn
from tests.identities.urls_of import urls_of

# Django 6 asks the database about JSON.
pytestmark = pytest.mark.django_db

IDS = {"signet.E091", "signet.E092", "signet.E094", "signet.W089", "signet.W091", "signet.W092"}
WITHOUT_ACCOUNTS = ("drf_signet.sessions.urls", "drf_signet.identities.urls")
HUB = {"issuer": "https://hub.example.com", "client_id": "ours", "client_secret": "a-secret-of-ours"}
KNOWN = {"client_id": "ours", "client_secret": "a-secret-of-ours"}
"""An entry of a provider that has a preset."""

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


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        (["sessions", "sessions.browser", "identities", "identities.browser"], []),
        (["sessions", "identities", "identities.browser"], ["no address takes the cookie"]),
        (["sessions", "sessions.browser", "identities"], ["has no effect"]),
    ],
)
def test_half_a_way_for_browsers_is_a_warning(modules: list[str], words: list[str]) -> None:
    """W092: they come back signed in and can't refresh, or never leave."""
    mounted = urls(*(f"drf_signet.{one}.urls" for one in modules))
    with override_settings(ROOT_URLCONF=mounted), signet(PROVIDERS={"google": KNOWN}, ACTIVATION_URL="myapp://{token}"):
        found = [one for one in said() if one.id == "signet.W092"]
    assert len(found) == len(words)
    assert all(word in one.msg for word, one in zip(words, found, strict=True))


def pages_said(*modules: str, **changes: object) -> list[str]:
    """The settings that E094 names, where people come by providers alone, or by what else is in *modules*."""
    none = dict.fromkeys(("ACTIVATION_URL", "PASSWORD_RESET_URL", "EMAIL_CHANGE_URL"))
    given = {"SITE_NAME": "Acme", "PROVIDERS": {"hub": HUB}, **none, **changes}
    with override_settings(ROOT_URLCONF=urls(*(modules or WITHOUT_ACCOUNTS))), signet(**given):
        found = run_checks()
    named = [[one.msg.split("'")[1] for one in found if one.id == f"signet.{check}"] for check in ("E016", "E094")]
    assert set(named[0]).isdisjoint(named[1])
    return named[1]


@pytest.mark.parametrize(
    ("mode", "names"),
    [("mandatory", ["ACTIVATION_URL", "PASSWORD_RESET_URL"]), ("optional", ["ACTIVATION_URL"]), ("none", [])],
)
def test_an_address_that_a_provider_may_not_speak_for_needs_the_page_of_its_link(mode: str, names: list[str]) -> None:
    """E094: its owner confirms it by a mail, or is offered a new password where they have an account."""
    assert pages_said(EMAIL_VERIFICATION=mode) == names
    assert pages_said(EMAIL_VERIFICATION=mode, PROVIDER_SIGN_UP=False) == []
    assert pages_said("drf_signet.sessions.urls", EMAIL_VERIFICATION=mode) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["mandatory", "optional"])
@pytest.mark.parametrize("dispatcher", [None, "drf_signet.accounts.outbox.at_once"])
def test_without_the_page_no_mail_is_sent(
    providers: StandIn, api: Client, mode: str, dispatcher: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """E094 is about this: the log has the setting, and the answer is that of a mail that was sent."""
    mail.outbox.clear()
    with signet(ACTIVATION_URL=None, EMAIL_VERIFICATION=mode, MAIL_DISPATCHER=dispatcher):
        answer = arrive(api, providers, provider="hub")
        until(nothing_waits)
    assert answer.status_code == {"mandatory": 401, "optional": 200}[mode]
    assert (mail.outbox, "SIGNET['ACTIVATION_URL'] should be" in caplog.text) == ([], True)


@pytest.mark.parametrize(
    ("providers", "is_said"),
    [
        ({}, False),
        ({"apple": {"client_id": "ours"}}, False),
        ({"hub": {**HUB, "verifies": "*"}}, False),
        ({"hub": {**HUB, "verifies": ["acme.com", "*"]}}, False),
        ({"hub": {**HUB, "verifies": "acme.com"}}, True),
        # Google speaks for its own mailboxes alone, and the others for none.
        ({"google": KNOWN}, True),
        ({"github": KNOWN}, True),
        ({"microsoft": KNOWN}, True),
        ({"apple": {"client_id": "ours"}, "gitlab": KNOWN}, True),
        # Another rule is about that.
        ({"hub": {"client_id": "ours"}}, False),
    ],
)
def test_a_provider_that_may_speak_for_every_address_needs_no_page(providers: dict[str, object], is_said: bool) -> None:
    """E094 goes by the preset, and by ``verifies``."""
    assert bool(pages_said(PROVIDERS=providers)) is is_said


def test_what_accounts_ask_for_is_said_once() -> None:
    """Where people also sign up, E016 says it; and of a page that leads nowhere."""
    assert pages_said(*WITHOUT_ACCOUNTS, "drf_signet.accounts.urls") == []
    assert pages_said(ACTIVATION_URL="https://app.example.com/") == ["PASSWORD_RESET_URL"]
    # Without SITE_NAME, mails have the host of the page for a new password.
    assert pages_said(SITE_NAME="") == ["ACTIVATION_URL"]


@pytest.mark.parametrize(
    "modules",
    [WITHOUT_ACCOUNTS, ("drf_signet.sessions.urls", "drf_signet.identities.browser.urls")],
)
def test_the_page_is_asked_for_whichever_way_they_come(modules: tuple[str, ...]) -> None:
    """By the API, or by a redirect."""
    assert pages_said(*modules) == ["ACTIVATION_URL", "PASSWORD_RESET_URL"]


def needs_country(self: object, username: str, email: str, country: str) -> None:
    """The manager of a project."""


def needs_names(self: object, username: str, email: str, first_name: str, last_name: str) -> None:
    """The manager of another one."""


def fields_of(identity: object) -> dict[str, object]:
    """The fields of the project."""
    return {"country": "uk"}


@pytest.mark.skipif(not has_username(), reason="this user model has a manager of its own")
@pytest.mark.parametrize(
    ("changes", "is_said"),
    [
        ({}, True),
        ({"PROVIDER_SIGN_UP": False}, False),
        ({"PROVIDERS": {}}, False),
        ({"PROVIDER_USER_FIELDS": f"{__name__}.fields_of"}, False),
    ],
)
def test_a_user_who_needs_more_than_a_provider_says_is_a_warning(changes: dict[str, object], is_said: bool) -> None:
    """W091, where a provider may open an account, and the project fills in nothing."""
    manager = type(get_user_model()._default_manager)
    with patch.object(manager, "create_user", needs_country), signet(**{"PROVIDERS": {"hub": HUB}, **changes}):
        found = said()
    assert [one.id for one in found] == ["signet.W091"] * is_said
    assert not is_said or "'country'" in found[0].msg


@pytest.mark.skipif(not has_username(), reason="this user model has a manager of its own")
def test_names_come_from_the_provider() -> None:
    """W091 doesn't say that they are missing."""
    manager = type(get_user_model()._default_manager)
    with patch.object(manager, "create_user", needs_names), signet(PROVIDERS={"hub": HUB}):
        assert said() == []


def test_the_users_of_django_need_no_more() -> None:
    """A project with providers is right."""
    with signet(PROVIDERS={"hub": HUB, "google": KNOWN}):
        assert said(deploy=True) == []
