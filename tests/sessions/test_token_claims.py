"""What a refresh token claims, its session has to bear out; and claims may have other names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.errors import (
    MissingClaimError,
    SessionMismatchError,
    SessionNotFoundError,
    SessionRevokedError,
    SessionUserMismatchError,
    TokenError,
)
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from tests.core.test_tokens import signed

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"gen": 1}, SessionMismatchError),
        ({"gen": -1}, SessionMismatchError),
        ({"gen": True}, SessionMismatchError),
        ({"gen": "0"}, SessionMismatchError),
        ({"gen": 0.0}, SessionMismatchError),
        ({"gen": 2**31 - 1}, SessionMismatchError),
        ({"gen": 2**200}, SessionMismatchError),
        ({"gen": None}, SessionMismatchError),
        ({"jti": "0" * 32}, SessionMismatchError),
        ({"jti": "ü"}, SessionMismatchError),
        ({"jti": 5}, TokenError),
        ({"user_id": "0"}, SessionUserMismatchError),
        ({"user_id": None}, SessionUserMismatchError),
        ({"sid": "00000000-0000-4000-8000-000000000000"}, SessionNotFoundError),
        ({"sid": "nonsense"}, SessionNotFoundError),
        ({"sid": None}, SessionNotFoundError),
        ({"sid": 5}, SessionNotFoundError),
    ],
    ids=repr,
)
def test_a_claim_that_the_session_does_not_bear_out_is_refused(
    ada: User, changes: dict[str, object], error: type[TokenError]
) -> None:
    """Under a good signature as well: the key alone makes no refresh token. And nothing was written."""
    token = RefreshToken.for_user(ada, now=NOW)
    raw = signed(**{**token.payload, **changes})
    before = Session.objects.values().get()
    with pytest.raises(error):
        refresh(raw, RefreshToken, now=NOW)
    with pytest.raises(error):
        _ = RefreshToken(raw, now=NOW).access_token
    assert Session.objects.values().get() == before


def test_the_name_of_a_session_is_spelt_in_one_way(user: User) -> None:
    """Other spellings of the same number are other texts."""
    token = RefreshToken.for_user(user, now=NOW)
    name = str(token["sid"])
    for spelling in (name.upper(), name.replace("-", ""), f"{{{name}}}", f"urn:uuid:{name}", f" {name}"):
        if spelling != name:
            with pytest.raises(SessionNotFoundError):
                refresh(signed(**{**token.payload, "sid": spelling}), RefreshToken, now=NOW)


@pytest.mark.parametrize("claim", ["sid", "gen"])
def test_a_token_without_a_session_is_refused(user: User, claim: str) -> None:
    """Before any look at the database."""
    payload = dict(RefreshToken.for_user(user, now=NOW).payload)
    del payload[claim]
    with pytest.raises((MissingClaimError, SessionMismatchError)):
        RefreshToken(signed(**payload), now=NOW)


NAMES = {
    "no-jti-claim": {"JTI_CLAIM": None},
    "jti-renamed": {"JTI_CLAIM": "tid"},
    "user-by-name": {"USER_ID_FIELD": "username", "USER_ID_CLAIM": "sub"},
    "user-by-address": {"USER_ID_FIELD": "email"},
    "no-type-claim": {"TOKEN_TYPE_CLAIM": None},
    "type-renamed": {"TOKEN_TYPE_CLAIM": "kind"},
    "all": {"JTI_CLAIM": None, "TOKEN_TYPE_CLAIM": None, "USER_ID_FIELD": "username", "USER_ID_CLAIM": "sub"},
}


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
@pytest.mark.parametrize("signet", NAMES.values(), ids=NAMES)
def test_claims_may_have_other_names(
    user: User, signet: dict[str, object], token_class: type[RefreshToken | SlidingToken]
) -> None:
    """A session is opened, refreshed, used and ended under any of them."""
    with override_settings(SIGNET=signet):
        token = token_class.for_user(user, now=NOW)
        renewed = refresh(str(token), token_class, now=NOW)
        assert renewed["gen"] == 1
        access = renewed.access_token if isinstance(renewed, RefreshToken) else renewed
        assert live_session(access, NOW).user == user
        assert "gen" not in access or access is renewed
        token_class(str(renewed), now=NOW).blacklist()
        with pytest.raises(SessionRevokedError):
            refresh(str(renewed), token_class, now=NOW)


def test_the_claims_are_where_the_settings_say(user: User) -> None:
    """The token identifier is there in any case: the session needs it."""
    with override_settings(SIGNET=NAMES["all"]):
        token = RefreshToken.for_user(user, now=NOW)
        assert set(token.payload) == {"exp", "iat", "sub", "sid", "gen", "auth_time", "jti"}
        assert set(token.access_token.payload) == {"exp", "iat", "sub", "sid", "auth_time"}
        assert token["sub"] == "ada"
    with override_settings(SIGNET=NAMES["jti-renamed"]):
        token = RefreshToken.for_user(user, now=NOW)
        assert "jti" not in token
        assert token["tid"] == token.session.token_id(0) != token.access_token["tid"]
