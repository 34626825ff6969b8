"""Attacks on the way to a provider and back: none signs anybody in who wasn't sent there by this browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from drf_signet.identities.models import Identity, ProviderRequest
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, make_person, sign_in
from tests.identities.attacks import (
    Providers,
    both_providers,  # noqa: F401  # a fixture
    exchange,
    nothing_happens,
    refused,
    said_in,
    url_of_start,
)
from tests.identities.doors import OWN_PAGE, PAGE, REFRESH, STATE, come_back, end_of

pytestmark = pytest.mark.django_db

CALLBACK: Final = "/api/browser/identities/acme/callback/"


@pytest.fixture
def victim(person: Person) -> Client:
    """The browser of ada, who isn't signed in."""
    return Client(raise_request_exception=False)


@pytest.fixture
def mallory() -> Client:
    """The browser of an attacker, who has an account of her own."""
    make_person("mallory")
    return Client(raise_request_exception=False)


def from_victim(providers: Providers, victim: Client) -> dict[str, str]:
    """What ada's browser would bring back."""
    return providers.acme.agree(url_of_start(victim), sub="ada")


def from_mallory(providers: Providers, mallory: Client) -> dict[str, str]:
    """What mallory's browser would bring back."""
    return providers.acme.agree(url_of_start(mallory), "mallory@example.com", sub="mallory")


Scene = Callable[[Providers, Client, Client], Any]


def stolen_answer(providers: Providers, victim: Client, mallory: Client) -> Any:
    """The code and the state of ada's browser, in mallory's."""
    url_of_start(mallory)
    return come_back(mallory, "acme", **from_victim(providers, victim))


def stolen_code(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Ada's code with a state of mallory's own: PKCE."""
    state = said_in(url_of_start(mallory))["state"]
    return come_back(mallory, "acme", **{**from_victim(providers, victim), "state": state})


def stolen_code_without_pkce(providers: Providers, victim: Client, mallory: Client) -> Any:
    """The same at a provider that ignores PKCE: the nonce."""
    providers.acme.has_pkce = False
    return stolen_code(providers, victim, mallory)


def stolen_code_at_the_door_of_apps(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Ada's code with a verifier that mallory made up."""
    url = url_of_start(victim)
    code = providers.acme.agree(url)["code"]
    return exchange(mallory, code=code, redirect_uri=said_in(url)["redirect_uri"], iss=providers.acme.issuer)


def stolen_code_at_the_door_of_apps_without_pkce(
    providers: Providers,
    victim: Client,
    mallory: Client,
) -> Any:
    """The same at a provider that ignores PKCE: the code is of a redirect with a nonce, which mallory doesn't know."""
    providers.acme.has_pkce = False
    return stolen_code_at_the_door_of_apps(providers, victim, mallory)


def login_csrf(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Mallory's own answer, in ada's browser: ada would fill mallory's account."""
    return come_back(victim, "acme", **from_mallory(providers, mallory))


def login_csrf_in_a_browser_that_waits(providers: Providers, victim: Client, mallory: Client) -> Any:
    """The same while ada's browser has a cookie of a start of its own."""
    url_of_start(victim)
    return login_csrf(providers, victim, mallory)


def login_csrf_with_a_planted_cookie(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Mallory's cookie beside ada's, as a sibling domain sets one where cookies lack the prefix."""
    answer = from_mallory(providers, mallory)
    url_of_start(victim)
    both = f"{STATE}={mallory.cookies[STATE].value}; {STATE}={victim.cookies[STATE].value}"
    query: dict[str, Any] = {"secure": True, "HTTP_COOKIE": both}
    victim.cookies.clear()
    return victim.get(CALLBACK, answer, **query)


def forced_link(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Mallory's identity for ada's account, by a link that mallory began in her own browser."""
    sign_in(make_person("grace"), client=victim)
    sign_in(make_person("malice"), client=mallory)
    url = url_of_start(mallory, link=True)
    return come_back(victim, "acme", **providers.acme.agree(url, "mallory@example.com", sub="mallory"))


def state_of_another_provider(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Begun at hub, which mallory runs; the code is ada's at acme (mix-up, without iss)."""
    providers.acme.promises_issuer = False
    code = from_victim(providers, victim)["code"]
    state = said_in(url_of_start(mallory, "hub"))["state"]
    return come_back(mallory, "acme", code=code, state=state)


def code_of_another_provider(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Ada thinks that she signs in with hub, whose owner sends her on to acme: hub must not get acme's code."""
    answer = providers.acme.agree(url_of_start(victim, "hub"))
    asked = len(providers.hub.asked)
    done = come_back(victim, "hub", **answer)
    assert "/token" not in providers.hub.asked[asked:]
    return done


def no_issuer(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Somebody took the promised iss away (RFC 9207)."""
    answer = from_victim(providers, victim)
    del answer["iss"]
    return come_back(victim, "acme", **answer)


def two_issuers(providers: Providers, victim: Client, mallory: Client) -> Any:
    """The right one and another."""
    answer = [*from_victim(providers, victim).items(), ("iss", providers.hub.issuer)]
    return victim.get(f"{CALLBACK}?{urlencode(answer)}", secure=True)


def almost_the_issuer(providers: Providers, victim: Client, mallory: Client) -> Any:
    """With a slash more."""
    answer = from_victim(providers, victim)
    return come_back(victim, "acme", **{**answer, "iss": f"{answer['iss']}/"})


def error_and_code(providers: Providers, victim: Client, mallory: Client) -> Any:
    """An answer that is both."""
    return come_back(victim, "acme", **from_victim(providers, victim), error="access_denied")


def late_answer(providers: Providers, victim: Client, mallory: Client) -> Any:
    """After ten minutes."""
    answer = from_victim(providers, victim)
    ProviderRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    return come_back(victim, "acme", **answer)


def form_of_a_stranger(providers: Providers, victim: Client, mallory: Client) -> Any:
    """Mallory's answer by a form on her site, in ada's browser, with every cookie."""
    url_of_start(victim)
    answer = from_mallory(providers, mallory)
    kind = "application/x-www-form-urlencoded"
    moved = victim.post(CALLBACK, urlencode(answer), content_type=kind, secure=True, HTTP_ORIGIN="https://evil.example")
    assert str(moved["Location"]).startswith("?")
    assert not moved.cookies
    return victim.get(CALLBACK + moved["Location"], secure=True)


ATTACKS: Final[tuple[tuple[Scene, str], ...]] = (
    (stolen_answer, "state_lost"),
    (stolen_code, "code_refused"),
    (stolen_code_without_pkce, "nonce_mismatch"),
    (stolen_code_at_the_door_of_apps, "code_refused"),
    (stolen_code_at_the_door_of_apps_without_pkce, "nonce_mismatch"),
    (login_csrf, "state_lost"),
    (login_csrf_in_a_browser_that_waits, "state_lost"),
    (login_csrf_with_a_planted_cookie, "state_lost"),
    (state_of_another_provider, "state_lost"),
    (code_of_another_provider, "provider_mixed_up"),
    (no_issuer, "provider_mixed_up"),
    (two_issuers, "provider_mixed_up"),
    (almost_the_issuer, "provider_mixed_up"),
    (error_and_code, "provider_refused"),
    (late_answer, "state_lost"),
    (form_of_a_stranger, "state_lost"),
)


@pytest.mark.parametrize(("attack", "code"), [pytest.param(*one, id=one[0].__name__) for one in ATTACKS])
def test_an_attack_signs_nobody_in(
    providers: Providers,
    victim: Client,
    mallory: Client,
    attack: Scene,
    code: str,
) -> None:
    """Neither as ada nor as mallory."""
    with nothing_happens():
        assert refused(attack(providers, victim, mallory)) == code


def test_a_forced_link_links_nothing(providers: Providers, victim: Client, mallory: Client) -> None:
    """Otherwise mallory would have a way into ada's account."""
    assert refused(forced_link(providers, victim, mallory)) == "state_lost"
    assert not Identity.objects.exists()


def test_a_stolen_answer_still_signs_its_owner_in(
    providers: Providers,
    victim: Client,
    mallory: Client,
    person: Person,
) -> None:
    """Whoever brings it in another browser uses nothing up."""
    answer = from_victim(providers, victim)
    url_of_start(mallory)
    come_back(mallory, "acme", **answer)
    assert end_of(come_back(victim, "acme", **answer)) == "signed_in"
    assert Session.objects.get().user == person


def test_a_state_is_good_once(providers: Providers, victim: Client) -> None:
    """Also with another code, and after a failure."""
    url = url_of_start(victim)
    assert end_of(come_back(victim, "acme", **providers.acme.agree(url))) == "signed_in"
    with nothing_happens():
        assert refused(come_back(victim, "acme", **providers.acme.agree(url))) == "state_lost"
    url = url_of_start(victim)
    answer = providers.acme.agree(url)
    with nothing_happens():
        assert refused(come_back(victim, "acme", **{**answer, "code": "wrong"})) == "code_refused"
        assert refused(come_back(victim, "acme", **answer)) == "state_lost"


@pytest.mark.parametrize("promises", [True, False])
def test_another_provider_uses_no_state_up(
    providers: Providers,
    victim: Client,
    promises: bool,
) -> None:
    """The cookie is of the browser, and the state of one provider: none stands for another's."""
    providers.acme.promises_issuer = providers.hub.promises_issuer = promises
    at_hub = url_of_start(victim, "hub")
    answer = providers.hub.agree(at_hub, "ada@example.com")
    with nothing_happens():
        assert refused(come_back(victim, "acme", **answer)) in ("state_lost", "provider_mixed_up")


REDIRECT_URIS: Final = (
    "https://evil.example/back",
    "https://testserver.evil.example/api/browser/identities/acme/callback/",
    "https://testserver/api/browser/identities/acme/callback/../x",
    "https://testserver/api/browser/identities/acme/callback/?next=https://evil.example",
    "https://testserver@evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "myapp://back\r\nX: y",
    "myapp://b\u00e4ck",
    "myapp://\ud800",
    "x" * 20_000,
    ["myapp://back"],
    {"a": 1},
    None,
    "",
    0,
)


@pytest.mark.parametrize("uri", REDIRECT_URIS, ids=lambda uri: repr(uri)[:40])
def test_no_redirect_uri_but_that_of_the_redirect(
    providers: Providers,
    victim: Client,
    uri: object,
) -> None:
    """The provider compares, and has the code used up. Anything but a text never gets there."""
    code = providers.acme.agree(url_of_start(victim))["code"]
    with nothing_happens():
        assert refused(exchange(victim, code=code, redirect_uri=uri, iss=providers.acme.issuer)) in (
            "code_refused",
            "redirect_uri_mismatch",
            "parse_error",
            "invalid",
        )


PLACES: Final[tuple[dict[str, Any], ...]] = (
    {"next": "https://evil.example"},
    {"return_to": "//evil.example", "redirect_uri": "https://evil.example", "url": "https://evil.example"},
    {"error": "x#signed_in", "error_description": "https://evil.example"},
    {"state": "https://evil.example"},
    {"code": "https://evil.example"},
)
HEADERS: Final[tuple[dict[str, Any], ...]] = (
    {"HTTP_REFERER": "https://evil.example/"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_FORWARDED": "host=evil.example"},
    {"HTTP_X_ORIGINAL_URL": "https://evil.example/"},
    {"HTTP_ORIGIN": "null"},
)


@pytest.mark.parametrize("query", PLACES, ids=repr)
@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_nobody_is_led_elsewhere(
    providers: Providers,
    victim: Client,
    query: dict[str, str],
    headers: dict[str, Any],
) -> None:
    """There is one page. Whatever the address says, it isn't said to be a sign-in."""
    url_of_start(victim)
    answer = victim.get(CALLBACK, query, secure=True, **headers)
    assert answer.status_code == 303
    assert str(answer["Location"]) == f"{PAGE}#error=state_lost"
    kind = "application/x-www-form-urlencoded"
    moved = victim.post(CALLBACK, urlencode(query), content_type=kind, secure=True, **headers)
    assert moved.status_code == 303
    assert str(moved["Location"]).startswith("?")
    assert "next" not in str(moved["Location"])


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "", "[::1"])
def test_a_host_of_nobody_begins_nothing(providers: Providers, victim: Client, host: str) -> None:
    """ALLOWED_HOSTS decide, before the address to come back to is made of the host."""
    answer = victim.post(
        "/api/browser/identities/acme/start/", {}, format="json", **{**OWN_PAGE, "HTTP_HOST": host or " "}
    )
    assert answer.status_code in (400, 403)
    assert not ProviderRequest.objects.exists()


@pytest.mark.parametrize("ending", ["sign-out", "disabled", "too late"])
def test_a_link_dies_with_its_session(
    providers: Providers,
    signed_in: Client,
    person: Person,
    ending: str,
) -> None:
    """Whoever comes back to a browser that somebody else has signed out of links nothing."""
    url = url_of_start(signed_in, link=True)
    answer = providers.acme.agree(url, "else@example.com", sub="else")
    if ending == "sign-out":
        Session.objects.update(revoked_at=timezone.now())
    elif ending == "disabled":
        person.is_active = False
        person.save()
    else:
        ProviderRequest.objects.update(expires_at=timezone.now())
    browser = Client(raise_request_exception=False)
    browser.cookies = signed_in.cookies
    with nothing_happens():
        assert refused(come_back(browser, "acme", **answer)) in ("state_lost", "no_active_account")


def test_a_sign_in_never_becomes_a_link(providers: Providers, signed_in: Client) -> None:
    """The purpose of a redirect is in its row, and no parameter of the way back changes it."""
    url = url_of_start(signed_in)
    answer = providers.acme.agree(url, "mallory@example.com", sub="mallory")
    browser = Client(raise_request_exception=False)
    browser.cookies = signed_in.cookies
    assert end_of(come_back(browser, "acme", **answer, link="true", is_link="true")) == "signed_in"
    assert Identity.objects.get().user.email == "mallory@example.com"


@pytest.mark.parametrize("link", ["yes", "true", 1, [True], {"a": 1}, "1"])
def test_a_link_is_begun_by_true_alone(providers: Providers, api: Client, link: object) -> None:
    """Anything like it neither links nor signs in without the access token of somebody."""
    answer = api.post("/api/browser/identities/acme/start/", {"link": link}, format="json", **OWN_PAGE)
    assert answer.status_code in (200, 400, 401)
    assert not ProviderRequest.objects.filter(is_link=True).exists()


def test_without_a_cookie_nothing_begins_again(providers: Providers, victim: Client) -> None:
    """A row of the table can't be turned into the secrets of the browser: it has digests."""
    url = url_of_start(victim)
    row = ProviderRequest.objects.get()
    said = said_in(url)
    assert said["state"] not in (row.state, row.browser)
    assert victim.cookies[STATE].value not in (row.state, row.browser)
    victim.cookies[STATE] = row.browser
    answer = providers.acme.agree(url)
    with nothing_happens():
        assert refused(come_back(victim, "acme", **{**answer, "state": row.state})) == "state_lost"
    assert REFRESH not in victim.cookies
    with signet(PROVIDER_RETURN_URL=None):
        assert come_back(victim, "acme", **answer).status_code == 400


@pytest.mark.parametrize("name", ["state", "code", "iss", "error", "error_description"])
def test_no_form_makes_an_address_that_is_too_long_to_be_sent(victim: Client, name: str) -> None:
    """Clients give up on a header of many thousand bytes."""
    kind = "application/x-www-form-urlencoded"
    answer = victim.post(CALLBACK, urlencode({name: "ä" * 5_000}), content_type=kind, secure=True)
    assert answer.status_code == 303
    assert str(answer["Location"]).endswith("#error=state_lost")
