"""Rules and faults that refuse somebody with the right password, code, link or token, and the answer to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection

from drf_signet.accounts.models import EmailAddress
from drf_signet.errors import CredentialsError
from drf_signet.opening import CODE
from drf_signet.signals import signing_in
from tests.accounts.changed import signet
from tests.identities.ways import SIGN_UP, Visit, Way
from tests.stand_ins.key_pairs import public_pem, rsa
from tests.stand_ins.outages import OUTAGES, database_raising
from tests.throttles.backends import redis_at

HERE: Final = "tests.identities.obstacles"
NOWHERE: Final = "redis://127.0.0.1:1/0"
ONE: Final = {"sign_in_ip": "1/h", "sign_in_account": None, "sign_in_account_ip": None, "sign_up_ip": "1/h"}
VERIFYING: Final = {"ALGORITHM": "RS256", "VERIFYING_KEY": public_pem(rsa("service"))}
"""A public key alone."""


class Refusal(NamedTuple):
    """An answer that lets nobody in."""

    status: int
    code: str
    """"" where the answer is a sentence alone."""


Answer = Callable[[Way], Refusal | None]
"""None for a way in that isn't concerned: it lets people in."""


class Obstacle(NamedTuple):
    """One thing that may refuse somebody."""

    name: str
    answer: Answer
    during: Callable[[Way, Visit], AbstractContextManager[object]]
    """It is in the way."""

    before: Callable[[], AbstractContextManager[object]] = nullcontext
    """The project until then."""

    is_about_user: bool = False
    """Whether it needs somebody who has an account."""

    uses_nothing_up: bool = False
    """Whether what somebody has is as good as before, once it is gone."""


class OnLeaveError(CredentialsError):
    """What a project says by itself."""

    code = "on_leave"
    default_message = "You are on leave."


def nobody(user: object) -> bool:
    """A rule that lets nobody in."""
    return False


def unknown_tenant() -> str:
    """A TENANT that can't say."""
    raise LookupError


def first_tenant() -> str:
    """The one where everything began."""
    return "first"


def other_tenant() -> str:
    """Another one."""
    return "other"


def changed(**settings: Any) -> Callable[[Way, Visit], AbstractContextManager[object]]:
    """The project has other *settings*."""
    return lambda way, visit: signet(**settings)


@contextmanager
def hearing(way: Way, visit: Visit) -> Iterator[None]:
    """A receiver of ``signing_in`` refuses."""

    def refuse(**said: object) -> None:
        raise OnLeaveError

    signing_in.connect(refuse)
    try:
        yield
    finally:
        signing_in.disconnect(refuse)


@contextmanager
def disabled(way: Way, visit: Visit) -> Iterator[None]:
    """Everybody is."""
    get_user_model()._default_manager.update(is_active=False)
    yield


@contextmanager
def unverified(way: Way, visit: Visit) -> Iterator[None]:
    """No address is verified."""
    EmailAddress.objects.update(verified_at=None)
    yield


@contextmanager
def exhausted(way: Way, visit: Visit) -> Iterator[None]:
    """Somebody used up all attempts that the door has, from the same place."""
    with signet(THROTTLE_RATES=ONE):
        if way.exhaust is not None:
            way.exhaust()
        yield
    cache.clear()


@contextmanager
def elsewhere(way: Way, visit: Visit) -> Iterator[None]:
    """A page of another site sends the request."""
    visit.client.defaults |= {"HTTP_ORIGIN": "https://evil.example.com", "HTTP_SEC_FETCH_SITE": "cross-site"}
    yield


@contextmanager
def out_of_reach(way: Way, visit: Visit) -> Iterator[None]:
    """The database is."""
    with database_raising(OUTAGES["refused"].error):
        yield
    # A block within the test's transaction couldn't be undone either; it wrote nothing.
    connection.set_rollback(False)


def always(status: int, code: str) -> Answer:
    """Nobody gets in."""
    return lambda way: Refusal(status, code)


def by_project(code: str) -> Answer:
    """The account of a sign-up is there all the same, so that is no refusal, but brings no tokens."""
    return lambda way: Refusal(201, "") if way.name == SIGN_UP else Refusal(401, code)


def where_counted(status: int, code: str) -> Answer:
    """Nobody can guess a link, so that attempts aren't counted there."""
    return lambda way: None if way.exhaust is None else Refusal(status, code)


def where_no_address_is_proved(way: Way) -> Refusal | None:
    """A mail proves the address. To whoever joins by it, a provider that speaks for it also proves it."""
    is_proved = way.method == CODE or way.joins_by_address
    return None if is_proved else Refusal(401, "email_not_verified")


def where_begun_before(way: Way) -> Refusal | None:
    """What one tenant began is nothing to another. The rest depends on whose users there are, which are the same."""
    if way.is_redirect:
        return Refusal(400, "state_lost")
    if way.method != CODE:
        return None
    return Refusal(400, "link_invalid" if way.exhaust is None else "code_invalid")


def where_cookies_count(way: Way) -> Refusal | None:
    """From a provider, the browser comes by another site. It brings what binds it to its start."""
    return Refusal(403, "origin_refused") if way.is_browser and not way.is_redirect else None


OBSTACLES: Final = (
    Obstacle(
        "USER_AUTHENTICATION_RULE",
        by_project("no_active_account"),
        changed(USER_AUTHENTICATION_RULE=f"{HERE}.nobody"),
    ),
    Obstacle("inactive", always(401, "no_active_account"), disabled, is_about_user=True),
    Obstacle("receiver", by_project("on_leave"), hearing),
    Obstacle("unverified", where_no_address_is_proved, unverified, is_about_user=True),
    Obstacle("throttle", where_counted(429, "throttled"), exhausted),
    Obstacle("cache", where_counted(503, "counts_unavailable"), lambda *_: redis_at(NOWHERE)),
    Obstacle("database", always(503, "database_unavailable"), out_of_reach),
    Obstacle("key", always(501, "no_signing_key"), changed(**VERIFYING), uses_nothing_up=True),
    Obstacle("tenant", always(503, "tenant_unknown"), changed(TENANT=f"{HERE}.unknown_tenant")),
    Obstacle(
        "other tenant",
        where_begun_before,
        changed(TENANT=f"{HERE}.other_tenant"),
        lambda: signet(TENANT=f"{HERE}.first_tenant"),
    ),
    Obstacle("origin", where_cookies_count, elsewhere),
)
