"""A ``validate`` of a project returns less than the flow put there: that is no fault of the server's."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from drf_signet.sessions.models import Session
from tests.idioms.tiers import ADOPTING, BROWSER, CORE, PASSWORD, SESSIONS, Answer, Tier

CREDENTIALS = {"username": "ada", "password": PASSWORD}
LOST: dict[str, Any] = {"an-empty-dict": {}, "another-key": {"next": "/"}}

DOORS = [
    *((one, name) for one in (SESSIONS, BROWSER) for name in ("LogoutView", "LogoutAllView")),
    *((one, "TokenBlacklistView") for one in (SESSIONS, ADOPTING)),
]

TIERS = pytest.mark.parametrize("tier", [CORE, SESSIONS, BROWSER, ADOPTING], ids=str)


def losing(serializer: type[Any], returned: object) -> type[Any]:
    """A subclass of *serializer* that lets the flow act, and returns something else."""

    class Losing(serializer):  # type: ignore[misc]  # of each tier
        def validate(self, attrs: dict[str, Any]) -> Any:
            super().validate(attrs)
            return returned

    return Losing


def forgetting(serializer: type[Any]) -> type[Any]:
    """A subclass of *serializer* that forgets to return the token to which it adds a claim."""

    class Forgetting(serializer):  # type: ignore[misc]  # of each tier
        @classmethod
        def get_token(cls, user: Any) -> Any:
            super().get_token(user)["name"] = "Ada"

    return Forgetting


def sign_out(tier: Tier, name: str, raw: str, returned: object) -> Answer:
    """The answer of a sign-out whose serializer returns *returned*."""
    serializers = SESSIONS.serializers if tier is BROWSER else tier.serializers
    kind = "LogoutAllSerializer" if name == "LogoutAllView" else "TokenBlacklistSerializer"
    view = getattr(tier.views, name).as_view(serializer_class=losing(getattr(serializers, kind), returned))
    return tier.ask(view, cookie=raw) if tier.cookie else tier.ask(view, refresh=raw)


@TIERS
def test_what_is_returned_is_answered(user: User, tier: Tier) -> None:
    """Less than the tokens, where a project gives them elsewhere."""
    assert tier.sign_in(losing(tier.serializers.TokenObtainPairSerializer, {})) == Answer(200, {})


@pytest.mark.parametrize("returned", LOST.values(), ids=list(LOST))
@pytest.mark.parametrize(("tier", "name"), DOORS)
def test_a_sign_out_ends_the_session(user: User, tier: Tier, name: str, returned: object) -> None:
    """Where ``validate`` returns no token, the checked one counts: a sign-out that ends nothing would be the worst."""
    answer = sign_out(tier, name, str(tier.sign_in()["refresh"]), returned)
    assert answer.status in {200, 204}
    assert Session.objects.get().revoked_at is not None


def replacing(serializer: type[Any], **values: object) -> type[Any]:
    """A subclass of *serializer* that puts *values* in place of what was sent, before the flow has them."""

    class Replacing(serializer):  # type: ignore[misc]  # of each tier
        def validate(self, attrs: dict[str, Any]) -> Any:
            return super().validate({**attrs, **values})

    return Replacing


@TIERS
@pytest.mark.parametrize("value", [None, 5, b"x", ""], ids=repr)
def test_what_takes_the_place_of_a_token_counts(user: User, tier: Tier, value: object) -> None:
    """As a cookie that isn't there does, whatever the body has: None is not taken for a new token."""
    raw = str(tier.sign_in()["refresh"])
    answer = tier.refresh(raw, replacing(tier.serializers.TokenRefreshSerializer, refresh=value))
    assert (answer.status, answer["code"]) == (401, "token_not_valid")


@pytest.mark.parametrize("tier", [CORE, SESSIONS], ids=str)
@pytest.mark.parametrize("value", [None, b"x"], ids=repr)
def test_what_takes_the_place_of_a_token_is_verified(user: User, tier: Tier, value: object) -> None:
    """And not what was sent."""
    serializer = replacing(tier.serializers.TokenVerifySerializer, token=value)
    answer = tier.ask(tier.views.TokenVerifyView.as_view(serializer_class=serializer), token=tier.sign_in()["access"])
    assert (answer.status, answer["code"]) == (401, "token_not_valid")


@TIERS
def test_a_token_may_be_bytes(user: User, tier: Tier) -> None:
    """As it is where a project reads it from a header."""
    raw = str(tier.sign_in()["refresh"])
    serializer = replacing(tier.serializers.TokenRefreshSerializer, refresh=raw.encode())
    assert tier.refresh(raw, serializer).status == 200


@TIERS
def test_a_sign_in_without_a_token_is_misconfigured(user: User, tier: Tier, caplog: pytest.LogCaptureFixture) -> None:
    """``get_token`` returns nothing: the log says whose."""
    answer = tier.sign_in(forgetting(tier.serializers.TokenObtainPairSerializer))
    assert (answer.status, answer["code"]) == (503, "misconfigured")
    assert "Forgetting.get_token returns None" in caplog.text


def test_a_sliding_token_that_is_none_is_misconfigured(user: User) -> None:
    """It is no token called None."""
    serializer = forgetting(SESSIONS.serializers.TokenObtainSlidingSerializer)
    view = SESSIONS.views.TokenObtainSlidingView.as_view(serializer_class=serializer)
    answer = SESSIONS.ask(view, **CREDENTIALS)
    assert (answer.status, answer["code"]) == (503, "misconfigured")
