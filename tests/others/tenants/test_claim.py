"""The claim: in every token while TENANT is set, in none without it, and never missing where it should be."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, SynchronousOnlyOperation
from django.test import override_settings
from django.utils import timezone

from drf_signet import tokens
from drf_signet.errors import WrongTenantError
from drf_signet.models import TokenUser
from drf_signet.sessions import tokens as sessions
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.refresh import refresh_pair
from drf_signet.token_explanation import explain
from drf_signet_compat.simplejwt import models as simplejwt_models
from drf_signet_compat.simplejwt import state
from drf_signet_compat.simplejwt import tokens as simplejwt
from drf_signet_compat.simplejwt.backends import TokenBackend
from drf_signet_compat.simplejwt.exceptions import TokenBackendError
from tests.others.tenants.served import serving

CLAIM = "signet_tenant"
CLASSES = [
    *(tokens.AccessToken, tokens.RefreshToken, tokens.SlidingToken),
    *(sessions.AccessToken, sessions.RefreshToken, sessions.SlidingToken),
    *(simplejwt.AccessToken, simplejwt.RefreshToken, simplejwt.SlidingToken),
]
IDS = [f"{one.__module__}.{one.__name__}" for one in CLASSES]


@pytest.mark.parametrize("token_class", CLASSES, ids=IDS)
def test_without_the_setting_no_token_has_the_claim(user: User, token_class: type[tokens.Token]) -> None:
    """A token with the claim, made by another service with the same key, is refused: nobody here knows its tenant."""
    assert CLAIM not in token_class.for_user(user)
    with serving("a"):
        raw = str(token_class.for_user(user))
    with pytest.raises(WrongTenantError):
        token_class(raw)


@pytest.mark.parametrize("token_class", CLASSES, ids=IDS)
def test_a_token_from_before_the_setting_is_refused(user: User, token_class: type[tokens.Token]) -> None:
    """It names no tenant, so it isn't one of a public schema either."""
    raw = str(token_class.for_user(user))
    for name in ("a", None):
        with serving(name), pytest.raises(WrongTenantError):
            token_class(raw)


@pytest.mark.parametrize("token_class", CLASSES, ids=IDS)
def test_none_is_a_tenant_of_its_own(user: User, token_class: type[tokens.Token]) -> None:
    """A token made without a tenant is valid only there, and the token of a tenant isn't valid there."""
    with serving(None):
        raw = str(token_class.for_user(user))
        assert token_class(raw)[CLAIM] is None
    with serving("None"), pytest.raises(WrongTenantError):
        token_class(raw)
    with serving("a"):
        raw = str(token_class.for_user(user))
    with serving(None), pytest.raises(WrongTenantError):
        token_class(raw)


@pytest.mark.parametrize("name", ["A", "a ", "a\0", "müller", "a" * 100])
def test_names_are_compared_as_they_are(user: User, name: str) -> None:
    """Letter by letter, with any characters."""
    with serving(name):
        raw = str(tokens.AccessToken.for_user(user))
        assert tokens.AccessToken(raw)[CLAIM] == name
    with serving("a"), pytest.raises(WrongTenantError):
        tokens.AccessToken(raw)


@pytest.mark.parametrize("value", [1, True, ["a"], {"a": 1}, "", 0])
def test_a_claim_of_another_type_is_no_name(user: User, value: object) -> None:
    """It is refused, and raises no other error."""
    with serving("a"):
        token = tokens.AccessToken.for_user(user)
        token[CLAIM] = value
        raw = str(token)
        with pytest.raises(WrongTenantError):
            tokens.AccessToken(raw)


def test_a_class_that_verifies_in_its_own_way_is_still_of_one_tenant(user: User) -> None:
    """Neither an override that forgets ``super()`` nor a remembered signature lets the token in."""

    class Careless(tokens.AccessToken):
        def verify(self) -> None:
            """Nothing."""

    with serving("a"):
        raw = str(Careless.for_user(user))
        assert Careless(raw)[CLAIM] == "a"
    with serving("b"), pytest.raises(WrongTenantError):
        Careless(raw)


def test_a_class_with_a_backend_of_its_own_is_still_of_one_tenant(user: User) -> None:
    """Though that backend only checks signatures."""

    class Own(simplejwt.AccessToken):
        _token_backend = TokenBackend("HS256", "k" * 64)

    with serving("a"):
        raw = str(Own.for_user(user))
        assert Own(raw)[CLAIM] == "a"
    with serving("b"), pytest.raises(WrongTenantError):
        Own(raw)


def test_a_rotated_token_stays_of_its_tenant(user: User) -> None:
    """Both the refresh token and the access token, which copies the claim."""
    with serving("a"):
        refreshed = refresh_pair(str(sessions.RefreshToken.for_user(user)), sessions.RefreshToken)
        assert refreshed.refresh is not None
        assert (refreshed.refresh[CLAIM], refreshed.access[CLAIM]) == ("a", "a")
        refresh = tokens.RefreshToken.for_user(user)
    with serving("b"):
        assert refresh.access_token[CLAIM] == "a"


def test_one_block_of_work_opens_a_session_for_each_tenant(user: User) -> None:
    """The users have the same key; within one tenant, both tokens are of one session."""
    with joining(None):
        found = []
        for name in ("a", "b", "a"):
            with serving(name):
                found.append(sessions.RefreshToken.for_user(user)["sid"])
    assert found[0] == found[2] != found[1]


def test_nobody_can_set_the_claim_by_mistake(user: User) -> None:
    """``get_claims`` can't set it, and no other claim can have its name."""
    with (
        serving("a", GET_CLAIMS="tests.others.tenants.test_claim.claims_about"),
        pytest.raises(ImproperlyConfigured, match="signet_tenant"),
    ):
        _ = sessions.RefreshToken.for_user(user).access_token


def claims_about(user: object) -> dict[str, object]:
    """Claims of a project that sets too many."""
    return {CLAIM: "b"}


def test_users_of_two_tenants_are_not_equal(user: User) -> None:
    """Users made of tokens with the same identifier: a set, a dict or a cache in memory keeps them apart."""
    for token_class, user_class in (
        (tokens.AccessToken, TokenUser),
        (simplejwt.AccessToken, simplejwt_models.TokenUser),
    ):
        made = []
        for name in ("a", "b", "a"):
            with serving(name):
                made.append(user_class(token_class.for_user(user)))
        assert made[0] == made[2] != made[1]
        assert len({*made}) == 2


def test_the_backend_of_the_settings_compares_as_well(user: User) -> None:
    """Projects use it to decode tokens, such as in a WebSocket; tokens that it encodes are of the current tenant."""
    with serving("a"):
        raw = state.token_backend.encode({"user_id": "1", "exp": 4_000_000_000})
        assert state.token_backend.decode(raw)[CLAIM] == "a"
    with serving("b"):
        with pytest.raises(TokenBackendError):
            state.token_backend.decode(raw)
        assert state.token_backend.decode(raw, verify=False)[CLAIM] == "a"
    with pytest.raises(TokenBackendError):
        state.token_backend.decode(raw)


def test_the_command_that_explains_tokens_names_the_tenant(user: User) -> None:
    """It says that the token is refused because of it."""
    with serving("a"):
        raw = str(sessions.RefreshToken.for_user(user))
    with serving("b"):
        told = explain(raw, timezone.now())
    assert told.verdict.endswith("(wrong_tenant).")
    assert ("tenant", "a") in told.facts


def test_a_setting_may_not_be_named_like_the_claim() -> None:
    """The setting of another claim may not have its name either."""
    from django.core.checks import run_checks

    with override_settings(SIGNET={"USER_ID_CLAIM": CLAIM}):
        assert "signet.E009" in [one.id for one in run_checks()]


@pytest.mark.parametrize("name", ["at_connection", "in_thread"])
def test_an_async_view_makes_no_token_of_the_tenant_of_its_own_thread(user: User, name: str) -> None:
    """Its middleware ran in another thread, whose connection is that of the tenant. Here, there would be no tenant."""

    async def view() -> object:
        with pytest.raises(SynchronousOnlyOperation):
            tokens.AccessToken.for_user(user)
        return (await tokens.AccessToken.afor_user(user))["signet_tenant"]

    with override_settings(SIGNET={"TENANT": f"tests.others.tenants.served.{name}"}):
        assert async_to_sync(view)() == {"at_connection": "default", "in_thread": None}[name]


def test_an_async_view_makes_one_of_the_tenant_of_its_context(user: User) -> None:
    """A context variable is copied to the thread."""

    async def view() -> object:
        return tokens.AccessToken.for_user(user)["signet_tenant"]

    with serving("b"):
        assert async_to_sync(view)() == "b"
