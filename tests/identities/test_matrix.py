"""Each way in, and whatever may refuse somebody: a refusal that one of them forgets is a hole."""

from __future__ import annotations

from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.cache import cache

from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import AccessToken
from tests.accounts.changed import signet
from tests.accounts.person import Person, make_person, sign_in
from tests.identities.doors import OWN_PAGE, REFRESH, end_of
from tests.identities.obstacles import OBSTACLES, ONE, Obstacle, Refusal
from tests.identities.stand_in import StandIn
from tests.identities.ways import BY_MAIL, BY_PASSWORD, BY_PROVIDER, SIGN_UP, WAYS, Visit, Way, visit

ROOT: Final = Path(__file__).resolve().parents[2] / "src"
NO_WAYS_IN: Final = {
    *("token_refresh", "token_verify", "token_blacklist", "logout", "logout_all", "session_list", "session_detail"),
    *("browser_token_refresh", "browser_logout", "browser_logout_all"),
    *("activation", "resend_activation", "sign_in_notice", "me", "set_password", "set_email", "set_email_confirm"),
    *("reset_password", "reset_password_check", "reset_password_confirm"),
    *("identity_list", "provider_list", "identity_detail", "identity_link"),
    *("signet-introspect", "signet-revoke", "signet-events"),
    *("signet-jwks", "signet-openid", "signet-issuer", "signet-protected-resource"),
}
"""The names of addresses that never bring a first token."""

OPENING: Final = {
    "drf_signet/sign_in.py",
    "drf_signet/accounts/serializers.py",
    "drf_signet/identities/sign_in.py",
    "drf_signet/mailed_codes/confirming.py",
}
"""Where the ways of the matrix end in `open_for`."""

EVERY_WAY: Final = pytest.mark.parametrize("way", WAYS, ids=[one.name for one in WAYS])
PAIRS: Final = [(one, way) for one in OBSTACLES for way in WAYS if not (one.is_about_user and way.is_new)]


def named(folder: Path) -> set[str]:
    """The names of all addresses below *folder*, whose modules are called ``urls``."""
    found: set[str] = set()
    for file in folder.rglob("urls.py"):
        module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        found |= {one.name for one in module.urlpatterns}
    return found


def test_every_way_in_is_in_the_matrix() -> None:
    """An address of any tier is on a way in, or is known to be none; and so is each place that opens sessions."""
    on_ways = {name for way in WAYS for name in way.endpoints}
    assert not on_ways & NO_WAYS_IN
    assert named(ROOT / "drf_signet") == on_ways | NO_WAYS_IN, "name the new address in WAYS, or in NO_WAYS_IN"
    calling = {str(one.relative_to(ROOT)) for one in ROOT.rglob("*.py") if " open_for(" in one.read_text()}
    assert calling - {"drf_signet/opening.py"} == OPENING, "the new way in needs a row in WAYS"


@pytest.mark.django_db
@pytest.mark.parametrize(("obstacle", "way"), PAIRS, ids=[f"{one.name}-{way.name}" for one, way in PAIRS])
def test_nobody_gets_past(obstacle: Obstacle, way: Way, providers: StandIn) -> None:
    """The answer is the documented one. There is no session, no cookie, no token; and never a 500."""
    with ExitStack() as project:
        project.enter_context(signet(**way.settings))
        project.enter_context(obstacle.before())
        coming = visit(way, None if way.is_new else make_person(), providers)
        refusal = obstacle.answer(way)
        with obstacle.during(way, coming):
            answer = coming.go()
        if refusal is None:
            assert_in(way, answer)
        else:
            assert_refused(way, answer, refusal)
        if obstacle.uses_nothing_up:
            assert_in(way, coming.go())


@pytest.mark.django_db
@EVERY_WAY
def test_whoever_gets_in_has_a_session_that_says_how(way: Way, providers: StandIn) -> None:
    """So do both tokens. A user who has as many sessions as there may be loses the oldest."""
    person: Person | None = None
    with signet(SESSIONS_PER_USER=1, **way.settings):
        if not way.is_new:
            person = make_person()
            sign_in(person)
        coming = visit(way, person, providers)
        answer = coming.go()
        assert_in(way, answer)
        *former, session = Session.objects.order_by("created_at")
        assert session.methods == way.method
        assert [one.revoke_reason for one in former] == ([] if person is None else [Reason.LIMIT])
        refresh, access = tokens_of(way, coming, answer)
        assert RefreshToken(refresh)["amr"] == AccessToken(access)["amr"] == [way.method]
        me = coming.client.get("/api/users/me/", HTTP_AUTHORIZATION=f"Bearer {access}")
        assert me.json()["email"] == ("grace@example.com" if person is None else person.email)


@pytest.mark.django_db
@EVERY_WAY
def test_a_door_is_shut_by_nobody_at_another_one(way: Way, providers: StandIn) -> None:
    """Guesses at passwords lock out nobody who comes with a provider or by mail, and the other way round."""
    with signet(**{**way.settings, "THROTTLE_RATES": ONE}):
        coming = visit(way, None if way.is_new else make_person(), providers)
        for exhaust in {BY_PASSWORD, BY_PROVIDER, BY_MAIL} - {way.exhaust}:
            exhaust()
        assert_in(way, coming.go())
    cache.clear()


def assert_in(way: Way, answer: Any) -> None:
    """Somebody is signed in by *answer*."""
    if way.is_redirect:
        assert end_of(answer) == "signed_in"
    else:
        assert answer.status_code == (201 if way.name == SIGN_UP else 200), answer.content
        assert answer.json().keys() >= ({"access"} if way.is_browser else {"access", "refresh"})
    assert (REFRESH in answer.cookies) == way.is_browser
    assert Session.objects.filter(revoked_at=None).count() == 1


def assert_refused(way: Way, answer: Any, refusal: Refusal) -> None:
    """*answer* is *refusal*, as this way in words it."""
    if way.is_redirect:
        assert end_of(answer) == f"error={refusal.code}"
    else:
        assert Refusal(answer.status_code, answer.json().get("code", "")) == refusal, answer.content
        assert not {"access", "refresh"} & answer.json().keys()
        if refusal.status in (429, 503):
            assert int(answer["Retry-After"]) > 0
    assert REFRESH not in answer.cookies
    assert not Session.objects.exists()


def tokens_of(way: Way, coming: Visit, answer: Any) -> tuple[str, str]:
    """The refresh token and the access token that *answer* brought."""
    if way.is_redirect:
        refresh = coming.client.cookies[REFRESH].value
        return refresh, coming.client.post("/api/browser/token/refresh/", **OWN_PAGE).json()["access"]
    tokens = answer.json()
    return coming.client.cookies[REFRESH].value if way.is_browser else tokens["refresh"], tokens["access"]
