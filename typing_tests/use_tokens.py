"""Tokens: made for a user, read from the wire, and subclassed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self, assert_type

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet.refresh import Refreshed, refresh_pair, refresh_sliding
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token, UntypedToken


def issue(user: User, now: datetime) -> tuple[str, str]:
    """Every class knows what it makes."""
    refresh = RefreshToken.for_user(user)
    assert_type(refresh, RefreshToken)
    assert_type(refresh.access_token, AccessToken)
    assert_type(AccessToken.for_user(user, now=now), AccessToken)
    assert_type(SlidingToken.for_user(user), SlidingToken)
    assert_type(UntypedToken(), UntypedToken)
    return assert_type(str(refresh), str), assert_type(str(refresh.access_token), str)


def claims(raw: str, raw_bytes: bytes, now: datetime) -> None:
    """A claim is an object until its reader has looked: it came from outside."""
    token = AccessToken(raw, now=now)
    assert_type(AccessToken(raw_bytes), AccessToken)
    assert_type(token["tenant"], object)
    assert_type(token.get("tenant"), object)
    assert_type(token.get("tenant", "none"), object)
    assert_type("tenant" in token, bool)
    assert_type(token.payload, dict[str, object])
    token["tenant"] = "acme"
    token["scopes"] = ["read", "write"]
    del token["tenant"]
    tenant = token["tenant"]
    if isinstance(tenant, str):
        assert_type(tenant, str)


def times(token: Token, now: datetime) -> None:
    """Times are datetimes, and lifetimes are timedeltas, on the class and on the token."""
    assert_type(token.current_time, datetime)
    assert_type(token.lifetime, timedelta)
    assert_type(AccessToken.lifetime, timedelta)
    assert_type(RefreshToken.lifetime, timedelta)
    assert_type(SlidingToken.lifetime, timedelta)
    assert_type(AccessToken.token_type, str)
    token.set_exp(lifetime=timedelta(hours=1))
    token.set_exp("refresh_exp", now, timedelta(days=1))
    token.set_iat(at_time=now)
    token.check_exp(current_time=now)
    token.set_jti()


class HourToken(AccessToken):
    """A lifetime of its own."""

    token_type = "hour"
    lifetime = timedelta(hours=1)


class HourRefreshToken(RefreshToken):
    """Another access token, and a claim that is not copied into it."""

    access_token_class = HourToken

    @property
    def no_copy_claims(self) -> frozenset[str | None]:
        return super().no_copy_claims | {"device"}


class TenantToken(AccessToken):
    """A claim in every token of a class."""

    @classmethod
    def for_user(cls, user: AbstractBaseUser, *, now: datetime | None = None) -> Self:
        token = super().for_user(user, now=now)
        assert_type(token, Self)
        token["tenant"] = "acme"
        return token

    def verify(self) -> None:
        super().verify()
        if self.get("tenant") != "acme":
            raise TokenError("Token is for another tenant")


def subclasses(user: User) -> None:
    """A subclass makes itself."""
    assert_type(HourToken.lifetime, timedelta)
    assert_type(HourToken.for_user(user), HourToken)
    assert_type(TenantToken.for_user(user), TenantToken)
    assert_type(HourRefreshToken.for_user(user), HourRefreshToken)
    assert_type(HourRefreshToken().access_token, AccessToken)


def refresh(raw: str) -> None:
    """The flows behind the endpoints, without a request."""
    answer = refresh_pair(raw, HourRefreshToken)
    assert_type(answer, Refreshed)
    assert_type(answer.access, AccessToken)
    assert_type(answer.refresh, RefreshToken | None)
    assert_type(refresh_sliding(raw, SlidingToken), SlidingToken)


def refusal(raw: str) -> str:
    """An error says what is wrong, to a program and to a person."""
    try:
        UntypedToken(raw)
    except ExpiredTokenError as error:
        return assert_type(error.code, str)
    except TokenError as error:
        return assert_type(error.message, str)
    return ""
