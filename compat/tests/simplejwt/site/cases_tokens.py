"""Tokens with Simple JWT's signatures, texts and order of claims."""

from __future__ import annotations

import copy
import logging
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import override_settings

from compat.tests.simplejwt.site.asking import simple_jwt
from drf_signet import errors, tokens
from drf_signet_compat.simplejwt import exceptions, state
from drf_signet_compat.simplejwt.backends import TokenBackend
from drf_signet_compat.simplejwt.models import TokenUser
from drf_signet_compat.simplejwt.token_blacklist.models import OutstandingToken
from drf_signet_compat.simplejwt.tokens import (
    AccessToken,
    BlacklistMixin,
    RefreshToken,
    SlidingToken,
    Token,
    UntypedToken,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


class ListedAccessToken(BlacklistMixin["ListedAccessToken"], AccessToken):
    """An access token that can be revoked, as projects make it."""


class ShortToken(Token):
    """A type of the project's own."""

    token_type = "short"
    lifetime = timedelta(seconds=10)


class OtherKeyToken(AccessToken):
    """Signed with a key of its own."""

    _token_backend = TokenBackend("HS256", "a-key-of-its-own-that-is-as-long-as-the-hash-needs-it")


@pytest.mark.parametrize(
    ("token_class", "claims"),
    [
        (AccessToken, ["token_type", "exp", "iat", "jti", "user_id"]),
        (RefreshToken, ["token_type", "exp", "iat", "jti", "user_id"]),
        (SlidingToken, ["token_type", "exp", "iat", "jti", "refresh_exp", "user_id"]),
    ],
)
def test_order_of_claims(user: User, token_class: type[Token], claims: list[str]) -> None:
    """As Simple JWT writes them, with the audience and issuer last; the user is a string."""
    with simple_jwt(CHECK_REVOKE_TOKEN=True, AUDIENCE=["a"], ISSUER="b"):
        token = token_class.for_user(user)
        assert list(UntypedToken(str(token)).payload) == [*claims, "hash_password", "aud", "iss"]
    assert token["user_id"] == str(user.pk)


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken, UntypedToken])
def test_they_are_the_tokens_of_the_core(token_class: type[Token]) -> None:
    """Code that asks for a token of ours gets one."""
    assert issubclass(token_class, getattr(tokens, token_class.__name__))


def test_reading_without_verifying(db: None) -> None:
    """Only the claims are read, whoever signed them and whenever they ended."""
    raw = str(OtherKeyToken(now=NOW))
    assert AccessToken(raw, verify=False)["exp"] == int((NOW + timedelta(minutes=5)).timestamp())
    assert AccessToken(raw, verify=False).token == raw
    with pytest.raises(exceptions.TokenError, match="Token is invalid"):
        AccessToken("a.b.c", verify=False)


@pytest.mark.parametrize("odd", [5, "", b"", "é", object(), ["a"]])
def test_what_is_no_token(odd: Any) -> None:
    """Is an invalid one."""
    with pytest.raises(exceptions.TokenError) as raised:
        UntypedToken(odd)
    assert raised.value.args == ("Token is invalid",)


def test_one_except_catches_all() -> None:
    """The errors are the core's own."""
    assert exceptions.TokenError is errors.TokenError
    assert exceptions.ExpiredTokenError is errors.ExpiredTokenError
    with pytest.raises(exceptions.ExpiredTokenError, match="Token is expired"):
        AccessToken(str(AccessToken(now=NOW)))


def test_a_key_of_its_own(db: None) -> None:
    """A class signs and verifies with its own backend."""
    raw = str(OtherKeyToken())
    assert OtherKeyToken(raw)["token_type"] == "access"
    with pytest.raises(exceptions.TokenError):
        AccessToken(raw)


def test_another_backend_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """``state.token_backend`` can be replaced, as tests do."""
    monkeypatch.setattr(state, "token_backend", OtherKeyToken._token_backend)
    OtherKeyToken(str(AccessToken()))


def test_a_type_of_its_own(user: User) -> None:
    """A lifetime and a type are all it takes."""
    token = ShortToken.for_user(user, now=NOW)
    assert (token["token_type"], token["exp"]) == ("short", int(NOW.timestamp()) + 10)
    assert token.outstand() is None
    assert not hasattr(token, "blacklist")


def test_an_access_token_that_can_be_revoked(user: User) -> None:
    """The mixin works on any class."""
    token = ListedAccessToken.for_user(user)
    row, created = token.blacklist()
    assert (row.token.jti, created, token.blacklist()) == (token["jti"], True, (row, False))
    with pytest.raises(exceptions.TokenError) as raised:
        ListedAccessToken(str(token))
    assert raised.value.args == ("Token is blacklisted",)
    AccessToken(str(token))


def test_a_row_that_is_gone_is_written_again(user: User) -> None:
    """No cached state about the row counts."""
    token = RefreshToken(str(RefreshToken.for_user(user)))
    OutstandingToken.objects.all().delete()
    row, created = token.blacklist()
    assert (row.token.user, row.token.token, created) == (user, token.token, True)


def test_a_token_of_nobody() -> None:
    """A user who was never saved has no identifier."""
    with pytest.raises(exceptions.TokenError):
        RefreshToken.for_user(User())
    with pytest.raises(exceptions.TokenError):
        RefreshToken.for_user(AnonymousUser())  # type: ignore[arg-type]


def test_a_disabled_user(user: User, caplog: pytest.LogCaptureFixture) -> None:
    """They get a token that views refuse, and the log says so."""
    user.is_active = False
    with caplog.at_level(logging.WARNING, "rest_framework_simplejwt"):
        AccessToken.for_user(user)
    assert [(one.name, one.levelname) for one in caplog.records] == [("rest_framework_simplejwt", "WARNING")]


def test_a_token_user(user: User) -> None:
    """A token can be made for the user of another token."""
    first = AccessToken.for_user(user)
    assert RefreshToken.for_user(TokenUser(first))["user_id"] == first["user_id"]


def test_access_tokens_of_a_refresh_token(user: User) -> None:
    """Another one on each read, with the claims, issued at the same time."""
    refresh = RefreshToken.for_user(user, now=NOW)
    refresh["name"] = "Ada"
    first, second = refresh.access_token, refresh.access_token
    assert first["jti"] != second["jti"]
    assert (first["name"], first["iat"], first["exp"]) == ("Ada", refresh["iat"], int(NOW.timestamp()) + 300)


def test_claims_that_are_not_copied() -> None:
    """A tuple on the class, to which projects add."""
    assert RefreshToken.no_copy_claims == ("token_type", "exp", "jti", "jti", "iat")
    with simple_jwt(TOKEN_TYPE_CLAIM="use"):
        assert "use" in RefreshToken.no_copy_claims


@override_settings(USE_TZ=False)
def test_naive_times(db: None) -> None:
    """Without USE_TZ, times are naive and in UTC, wherever the server is."""
    token = RefreshToken(now=NOW)
    assert token.current_time == NOW.replace(tzinfo=None)
    token.set_exp(from_time=token.current_time, lifetime=HOUR)
    assert token["exp"] == int((NOW + HOUR).timestamp())
    token.check_exp(current_time=token.current_time)
    with pytest.raises(exceptions.TokenError, match="Token 'exp' claim has expired"):
        token.check_exp(current_time=token.current_time + HOUR)


def test_a_token_user_is_copied_and_pickled(user: User) -> None:
    """An attribute is None without its claim, but Python's own names raise AttributeError."""
    token = AccessToken.for_user(user)
    token["is_staff"], token["email"] = True, "ada@example.com"
    made = TokenUser(token)
    assert (made.id, made.pk, made.username, made.is_staff, made.email, made.other) == (
        *(str(user.pk), str(user.pk), "", True, "ada@example.com", None),
    )
    assert not hasattr(made, "__fspath__")
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert other == made
        assert other.email == "ada@example.com"
    assert made != user
    assert [*made.groups.all(), *made.user_permissions.all()] == []
    made.is_staff = False
    assert made.is_staff is False


def test_odd_identifiers(user: User) -> None:
    """A token can't be revoked by an identifier that no table can hold."""
    for odd, text in ((None, "Token has no id"), ("a" * 256, "Token is invalid"), ("\0", "Token is invalid")):
        token = RefreshToken.for_user(user)
        del token["jti"]
        if odd is not None:
            token["jti"] = odd
        with pytest.raises(exceptions.TokenError, match=text):
            token.blacklist()
