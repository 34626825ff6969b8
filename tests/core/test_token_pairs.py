"""From a refresh token to its access token: what is copied, and what is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.tokens import AccessToken, RefreshToken

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = 1_800_000_000


def test_the_access_token_takes_over_the_claims_of_the_refresh_token(user: User) -> None:
    """The user and all that the project added are in both."""
    refresh = RefreshToken.for_user(user, now=NOW)
    refresh["locale"], refresh["sub"], refresh["nbf"] = "de", "ada", SECONDS
    access = refresh.access_token
    assert type(access) is AccessToken
    for claim in ("user_id", "locale", "sub", "nbf"):
        assert access[claim] == refresh[claim]


def test_type_times_and_name_of_the_access_token_are_its_own() -> None:
    """It is issued at the time of the refresh token, and lives as long as access tokens do."""
    refresh = RefreshToken(now=NOW)
    access = refresh.access_token
    assert access.payload == {"token_type": "access", "exp": SECONDS + 300, "iat": SECONDS, "jti": access["jti"]}
    assert access["jti"] != refresh["jti"]
    assert access.current_time == NOW


def test_an_access_token_that_is_made_later_lives_from_then_on() -> None:
    """Its lifetime counts from when the refresh token was read, not from when that was issued."""
    raw = str(RefreshToken(now=NOW))
    later = NOW + timedelta(hours=1)
    access = RefreshToken(raw, now=later).access_token
    assert (access["iat"], access["exp"]) == (SECONDS + 3_600, SECONDS + 3_900)


def test_each_look_gives_another_access_token() -> None:
    """Reading it twice gives two tokens, and neither read changes the refresh token."""
    refresh = RefreshToken(now=NOW)
    before = dict(refresh.payload)
    first, second = refresh.access_token, refresh.access_token
    assert first["jti"] != second["jti"]
    first["scope"] = "all"
    assert "scope" not in second
    assert refresh.payload == before


def test_claims_under_other_names_are_not_copied_either() -> None:
    """Type and name are never copied, whatever their claims are called, and neither is another library's ``jti``."""
    signet = {"TOKEN_TYPE_CLAIM": "kind", "JTI_CLAIM": "number"}
    with override_settings(SIGNET=signet):
        refresh = RefreshToken(now=NOW)
        refresh["jti"] = "of another library"
        access = refresh.access_token
        assert access["kind"] == "access"
        assert access["number"] != refresh["number"]
        assert "jti" not in access
        assert refresh.no_copy_claims == {"kind", "number", "exp", "iat", "jti"}


class ShortAccess(AccessToken):
    """An access token of the project's own."""

    lifetime = timedelta(seconds=30)


class Narrow(RefreshToken):
    """A refresh token that gives such access tokens, and doesn't copy one of its claims."""

    lifetime = timedelta(days=30)
    access_token_class: ClassVar[type[AccessToken]] = ShortAccess

    @property
    def no_copy_claims(self) -> frozenset[str | None]:
        """The claims of the library, and the device."""
        return super().no_copy_claims | {"device"}


def test_a_refresh_token_of_the_projects_own_gives_access_tokens_of_its_own(user: User) -> None:
    """The subclass decides on the class, the lifetimes and the copied claims, and the settings don't change them."""
    with override_settings(SIGNET={"ACCESS_TOKEN_LIFETIME": timedelta(days=1)}):
        refresh = Narrow.for_user(user, now=NOW)
        refresh["device"], refresh["locale"] = "phone", "de"
        access = refresh.access_token
    assert type(access) is ShortAccess
    assert (refresh["exp"], access["exp"]) == (SECONDS + 30 * 86_400, SECONDS + 30)
    assert (access.get("device"), access["locale"]) == (None, "de")
    assert AccessToken(str(access), now=NOW).payload == access.payload
