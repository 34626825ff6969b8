"""Every way in: the endpoints that it leads through, and what somebody sends there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.utils import timezone

from drf_signet.identities.known_identities import write
from drf_signet.identities.sign_in import DOOR as PROVIDER_DOOR
from drf_signet.mailed_codes.confirming import DOOR as CODE_DOOR
from drf_signet.opening import CODE, FEDERATED, PASSWORD
from drf_signet.throttles import count_attempt, count_sign_up
from tests.accounts.person import Client, Person, credentials, sign_up_body
from tests.identities.doors import REDIRECT, come_back, start
from tests.identities.stand_in import NONCE, StandIn, said
from tests.mailed_codes.asking import PLACE, ask, asked, device, last_code, last_link

NEW: Final = "grace"
"""Somebody who has no account yet."""


class Visit(NamedTuple):
    """Somebody who is about to come in."""

    client: Client
    go: Callable[[], Any]
    """Comes in, and returns the answer. It sends the same each time."""


Prepare = Callable[[Client, Any, StandIn], Visit]
"""From a device, its user and the providers to a `Visit`. Somebody new has no user."""


class Way(NamedTuple):
    """One way in."""

    name: str
    endpoints: tuple[str, ...]
    """The names of the addresses that it leads through."""

    method: str
    """As RFC 8176 calls it."""

    prepare: Prepare
    exhaust: Callable[[], object] | None
    """Uses up one attempt of those that its door has; None where nothing is counted."""

    is_browser: bool = False
    is_redirect: bool = False
    """Whether the answer leads a browser on to a page."""

    is_new: bool = False
    """Whether it makes the account."""

    joins_by_address: bool = False
    """Whether the provider is new to the account, and speaks for its address."""

    settings: Mapping[str, object] = MappingProxyType({})
    """Those that the way needs."""


def visit(way: Way, person: Person | None, providers: StandIn) -> Visit:
    """Everything that comes before the last request of *way*, from a device at PLACE."""
    client = device()
    if way.is_browser:
        client.defaults.update({"HTTP_SEC_FETCH_SITE": "same-origin", "wsgi.url_scheme": "https"})
    return way.prepare(client, person, providers)


def posting(path: str, body: Callable[[Any, StandIn], Mapping[str, object]]) -> Prepare:
    """One request with *body* to *path*."""

    def prepare(client: Client, person: Any, providers: StandIn) -> Visit:
        sent = body(person, providers)
        return Visit(client, lambda: client.post(f"/api/{path}", sent, format="json"))

    return prepare


def known(person: Person | None) -> None:
    """Link *person* to who they are at the provider, if there is such a user."""
    if person is not None:
        write(said(), person, timezone.now(), used_at=timezone.now())


def by_code(person: Person | None, providers: StandIn) -> Mapping[str, object]:
    """A code of a provider that knows *person*."""
    known(person)
    return {"code": providers.code_for(said() if person else said("grace@example.com", subject="2002")), **REDIRECT}


def by_id_token(person: Person, providers: StandIn) -> Mapping[str, object]:
    """An ID token."""
    known(person)
    return {"id_token": providers.id_token_for(said()), "nonce": NONCE}


def by_address(person: Person, providers: StandIn) -> Mapping[str, object]:
    """A code of a provider, which nobody here is linked to, but which may speak for the address of *person*."""
    return {"code": providers.code_for(said(subject="3003")), **REDIRECT}


def there_and_back(client: Client, person: Any, providers: StandIn) -> Visit:
    """The browser was sent to the provider."""
    known(person)
    state, code = start(client), providers.code_for(said())
    return Visit(client, lambda: come_back(client, state=state, code=code))


def with_mail(client: Client, person: Any, providers: StandIn) -> Visit:
    """Type the code in the mail, on the device that asked."""
    request, code = asked(client, "ada" if person else NEW), last_code()
    body = {"request": request, "code": code}
    return Visit(client, lambda: client.post("/api/token/code/confirm/", body, format="json"))


def with_mail_in_browser(client: Client, person: Any, providers: StandIn) -> Visit:
    """The same, in a browser."""
    ask_in_browser(client)
    body = {"code": last_code()}
    return Visit(client, lambda: client.post("/api/browser/token/code/confirm/", body, format="json"))


def by_link(client: Client, person: Any, providers: StandIn) -> Visit:
    """Follow the link, on the device that asked."""
    body = {"request": asked(client), "token": last_link()}
    return Visit(client, lambda: client.post("/api/token/link/", body, format="json"))


def by_link_in_browser(client: Client, person: Any, providers: StandIn) -> Visit:
    """The same, in a browser."""
    ask_in_browser(client)
    body = {"token": last_link()}
    return Visit(client, lambda: client.post("/api/browser/token/link/", body, format="json"))


def by_link_elsewhere(client: Client, person: Any, providers: StandIn) -> Visit:
    """Follow the link on another device, and say that one asked."""
    assert ask(device("198.51.100.1")).status_code == 200
    body = {"token": last_link(), "confirmed": True}
    return Visit(client, lambda: client.post("/api/token/link/", body, format="json"))


def ask_in_browser(client: Client) -> None:
    """Have a mail sent."""
    answer = client.post("/api/browser/token/code/", {"email": "ada@example.com"}, format="json")
    assert answer.status_code == 200, answer.content


def attempt(door: str = "") -> Callable[[], object]:
    """A failed attempt of somebody at PLACE."""
    return lambda: count_attempt("somebody else", PLACE, door=door)


def signing_up() -> object:
    """A sign-up of somebody at PLACE."""
    return count_sign_up(PLACE)


BY_PASSWORD, BY_PROVIDER, BY_MAIL = attempt(), attempt(PROVIDER_DOOR), attempt(CODE_DOOR)
ASKING, CONFIRMING = ("sign_in_code", "sign_in_code_confirm"), ("sign_in_code", "sign_in_link")
SIGN_UP: Final = "sign-up"
GOOGLE: Final = "identities/google/token/"

WAYS: Final[Sequence[Way]] = (
    Way("password", ("token_obtain_pair",), PASSWORD, posting("token/", lambda one, _: credentials(one)), BY_PASSWORD),
    Way(
        "password in a browser",
        ("browser_token_obtain_pair",),
        PASSWORD,
        posting("browser/token/", lambda one, _: credentials(one)),
        BY_PASSWORD,
        is_browser=True,
    ),
    Way("code of a provider", ("identity_sign_in",), FEDERATED, posting(GOOGLE, by_code), BY_PROVIDER),
    Way("ID token", ("identity_sign_in",), FEDERATED, posting(GOOGLE, by_id_token), BY_PROVIDER),
    Way(
        "provider, by address",
        ("identity_sign_in",),
        FEDERATED,
        posting(GOOGLE, by_address),
        BY_PROVIDER,
        joins_by_address=True,
    ),
    Way("provider, new", ("identity_sign_in",), FEDERATED, posting(GOOGLE, by_code), BY_PROVIDER, is_new=True),
    Way(
        "code of a provider in a browser",
        ("browser_identity_sign_in",),
        FEDERATED,
        posting(f"browser/{GOOGLE}", by_code),
        BY_PROVIDER,
        is_browser=True,
    ),
    Way(
        "ID token in a browser",
        ("browser_identity_sign_in",),
        FEDERATED,
        posting(f"browser/{GOOGLE}", by_id_token),
        BY_PROVIDER,
        is_browser=True,
    ),
    Way(
        "redirect",
        ("provider_start", "provider_callback"),
        FEDERATED,
        there_and_back,
        BY_PROVIDER,
        is_browser=True,
        is_redirect=True,
    ),
    Way("mailed code", ASKING, CODE, with_mail, BY_MAIL),
    Way("mailed code, new", ASKING, CODE, with_mail, BY_MAIL, is_new=True, settings={"SIGN_IN_CODE_SIGN_UP": True}),
    Way(
        "mailed code in a browser",
        tuple(f"browser_{one}" for one in ASKING),
        CODE,
        with_mail_in_browser,
        BY_MAIL,
        is_browser=True,
    ),
    Way("mailed link", CONFIRMING, CODE, by_link, None),
    Way("mailed link elsewhere", CONFIRMING, CODE, by_link_elsewhere, None),
    Way(
        "mailed link in a browser",
        tuple(f"browser_{one}" for one in CONFIRMING),
        CODE,
        by_link_in_browser,
        None,
        is_browser=True,
    ),
    Way(
        SIGN_UP,
        ("sign_up",),
        PASSWORD,
        posting("users/", lambda _, __: sign_up_body(NEW)),
        signing_up,
        is_new=True,
        settings={"EMAIL_VERIFICATION": "none"},
    ),
)
