"""`RefreshToken`: what it holds, what it passes on, and when it asks the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import (
    SessionExpiredError,
    SessionRevokedError,
    TokenError,
)
from drf_signet.sessions.ending import end
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.tokens import AccessToken
from tests.core.test_tokens import signed
from tests.sessions.computed import CLAIMS, COMPUTED, taking

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
HOUR = timedelta(hours=1)


def test_a_new_token_holds_its_session(ada: User) -> None:
    """These claims and no others, with whole seconds."""
    token = RefreshToken.for_user(ada, now=NOW)
    session = Session.objects.get()
    assert token.payload == {
        "token_type": "refresh",
        "exp": SECONDS + 86_400,
        "iat": SECONDS,
        "jti": session.token_id(0),
        "user_id": str(ada.pk),
        "sid": str(session.pk),
        "gen": 0,
        "auth_time": SECONDS,
    }
    assert re.fullmatch(r"[0-9a-f]{32}", str(token["jti"]))


def test_an_access_token_holds_all_but_the_generation(ada: User) -> None:
    """It also has its own name, a new one at each read."""
    token = RefreshToken.for_user(ada, now=NOW)
    access, other = token.access_token, token.access_token
    assert access.payload == {
        "token_type": "access",
        "exp": SECONDS + 300,
        "iat": SECONDS,
        "jti": access["jti"],
        "user_id": str(ada.pk),
        "sid": token["sid"],
        "auth_time": SECONDS,
    }
    assert len({token["jti"], access["jti"], other["jti"]}) == 3


def test_claims_of_its_own_are_carried_over(user: User) -> None:
    """From refresh to refresh, and to each access token; the session's own claims are new each time."""
    token = RefreshToken.for_user(user, now=NOW)
    token["tenant"] = {"name": "north"}
    for step in (1, 2):
        token = refresh(str(token), RefreshToken, now=NOW + step * HOUR)
        assert token["tenant"] == token.access_token["tenant"] == {"name": "north"}
        assert (token["gen"], token["auth_time"]) == (step, SECONDS)
        assert (token["iat"], token["exp"]) == (SECONDS + step * 3_600, SECONDS + step * 3_600 + 86_400)
        assert token.access_token["auth_time"] == SECONDS


def test_no_token_outlives_its_session(user: User) -> None:
    """Neither a refresh token nor an access token, however late it is issued."""
    with override_settings(SIGNET={"SESSION_LIFETIME": HOUR}):
        token = RefreshToken.for_user(user, now=NOW)
        assert token["exp"] == SECONDS + 3_600
        token = refresh(str(token), RefreshToken, now=NOW + timedelta(minutes=58))
        assert token["exp"] == token.access_token["exp"] == SECONDS + 3_600
        with pytest.raises(TokenError):
            refresh(str(token), RefreshToken, now=NOW + HOUR)


def test_a_session_that_was_shortened_ends_its_tokens(user: User) -> None:
    """The row decides when, not the token."""
    raw = str(RefreshToken.for_user(user, now=NOW))
    Session.objects.update(expires_at=NOW + HOUR)
    with pytest.raises(SessionExpiredError):
        refresh(raw, RefreshToken, now=NOW + HOUR)


def test_computed_claims_are_fresh_at_each_refresh(user: User) -> None:
    """The claims follow each change and deletion, and the refresh token holds none of them."""
    with override_settings(SIGNET=COMPUTED):
        CLAIMS["role"] = "editor"
        token = RefreshToken.for_user(user, now=NOW)
        assert (token.access_token["name"], token.access_token["role"]) == ("ada", "editor")
        CLAIMS["role"] = "reader"
        User.objects.update(username="ada.l")
        token = refresh(str(token), RefreshToken, now=NOW + HOUR)
        assert (token.access_token["name"], token.access_token["role"]) == ("ada.l", "reader")
        del CLAIMS["role"]
        token = refresh(str(token), RefreshToken, now=NOW + 2 * HOUR)
        assert token.access_token["name"] == "ada.l"
        assert "role" not in token.access_token
        assert not {"role", "name", "computed"} & token.payload.keys()


class Tenant(RefreshToken):
    """Computes its claims itself."""

    @classmethod
    def get_claims(cls, user: AbstractBaseUser) -> Mapping[str, object]:
        """Those of the setting, and one more."""
        return {**super().get_claims(user), "tenant": f"of-{user.get_username()}"}


def test_a_subclass_computes_claims_of_its_own(user: User) -> None:
    """In place of the setting, or with it."""
    assert Tenant.for_user(user).access_token["tenant"] == "of-ada"
    with override_settings(SIGNET=COMPUTED):
        access = Tenant.for_user(user).access_token
    assert (access["tenant"], access["name"]) == ("of-ada", "ada")


def test_what_is_computed_counts_more_than_what_was_set(user: User) -> None:
    """A claim of the same name on the refresh token may be old."""
    with override_settings(SIGNET=COMPUTED):
        token = RefreshToken.for_user(user)
        token["name"] = "somebody"
        assert token.access_token["name"] == "ada"


RESERVED = ["exp", "iat", "nbf", "aud", "iss", "jti", "sid", "gen", "auth_time", "user_id", "token_type", "computed"]


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
@pytest.mark.parametrize("name", [*RESERVED, "refresh_exp"])
def test_a_claim_that_has_a_meaning_cannot_be_computed(
    user: User, name: str, token_class: type[RefreshToken | SlidingToken]
) -> None:
    """The error names it."""
    with override_settings(SIGNET=taking(name)), pytest.raises(ImproperlyConfigured, match=rf"can't set {name}\."):
        getattr(token_class.for_user(user), "access_token", None)


@pytest.mark.parametrize(
    ("setting", "name"), [("USER_ID_CLAIM", "sub"), ("TOKEN_TYPE_CLAIM", "kind"), ("JTI_CLAIM", "tid")]
)
def test_a_claim_that_was_renamed_is_reserved_under_its_new_name(user: User, setting: str, name: str) -> None:
    """And free under the old one."""
    with override_settings(SIGNET={**taking(name), setting: name}):
        token = RefreshToken.for_user(user)
        with pytest.raises(ImproperlyConfigured, match=name):
            token.computed_claims()
        CLAIMS.clear()
        CLAIMS.update(user_id="x", token_type="x", jti="x", **{name: "x"})
        del CLAIMS[name]
        kept = {"USER_ID_CLAIM": "user_id", "TOKEN_TYPE_CLAIM": "token_type", "JTI_CLAIM": "jti"}[setting]
        for one in {"user_id", "token_type", "jti"} - {kept}:
            del CLAIMS[one]
        assert token.access_token[kept] == "x"


def test_several_claims_that_cannot_be_computed_are_all_named(user: User) -> None:
    """In order."""
    with override_settings(SIGNET=taking("sid")):
        CLAIMS["exp"] = 1
        with pytest.raises(ImproperlyConfigured, match="can't set exp, sid"):
            RefreshToken.for_user(user).computed_claims()


def test_a_token_that_is_read_asks_no_database_until_it_has_to(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Then once, however often it is needed."""
    raw = str(RefreshToken.for_user(user, now=NOW))
    with django_assert_num_queries(0):
        token = RefreshToken(raw, now=NOW)
        assert token["user_id"] == str(user.pk)
        assert str(token) == raw
    with django_assert_num_queries(1):
        assert token.access_token["sid"] == token["sid"]
        assert token.access_token["user_id"] == str(user.pk)
        assert token.session.user == user


def test_a_token_that_was_made_asks_no_database_for_its_access_token(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """It knows its session."""
    token = RefreshToken.for_user(user)
    renewed = refresh(str(token), RefreshToken)
    with django_assert_num_queries(0), override_settings(SIGNET=COMPUTED):
        assert token.access_token["name"] == renewed.access_token["name"] == "ada"


def test_no_access_token_of_a_session_that_has_ended(user: User) -> None:
    """The token has no other use either."""
    token = RefreshToken.for_user(user, now=NOW)
    end(token.session, Reason.LOGOUT, NOW)
    read = RefreshToken(str(token), now=NOW)
    with pytest.raises(SessionRevokedError):
        _ = read.access_token
    with pytest.raises(SessionRevokedError):
        read.blacklist()


def test_no_access_token_of_a_refresh_token_that_was_replaced(user: User) -> None:
    """A client that sends it over HTTP gets none either."""
    token = RefreshToken.for_user(user, now=NOW)
    refresh(str(refresh(str(token), RefreshToken, now=NOW)), RefreshToken, now=NOW)
    with pytest.raises(TokenError):
        _ = RefreshToken(str(token), now=NOW + HOUR).access_token


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
def test_blacklist_ends_the_session(ada: User, token_class: type[RefreshToken | SlidingToken]) -> None:
    """Only that session, even if the token was read from text. Its access tokens end, too."""
    token, other = (token_class.for_user(ada, now=NOW) for _ in range(2))
    access = AccessToken(signed(**{**token.payload, "token_type": "access"}), now=NOW)
    token_class(str(token), now=NOW).blacklist()
    row = Session.objects.get(pk=token.session.pk)
    assert (row.revoked_at, row.revoke_reason) == (NOW, "logout")
    with pytest.raises(SessionRevokedError):
        refresh(str(token), token_class, now=NOW)
    with pytest.raises(SessionRevokedError):
        live_session(access, NOW)
    assert refresh(str(other), token_class, now=NOW)["gen"] == 1
