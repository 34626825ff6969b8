"""`drf_signet.sessions.testing`, with which users of sessions write their own tests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone

from drf_signet.errors import ExpiredTokenError, UserInactiveError
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.revocation_list import SNAPSHOT
from drf_signet.sessions.testing import access_token_for, client_for, refresh_token_for
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.testing import client_with
from drf_signet.tokens import AccessToken
from signet_tokens.claims import read_time
from tests.sessions.computed import COMPUTED


def test_a_refresh_token_is_a_real_one(user: User) -> None:
    """With a row behind it, and the claims it was given, which are kept."""
    token = refresh_token_for(user, claims={"tenant": "north"})
    assert Session.objects.get() == token.session
    renewed = refresh(str(token), RefreshToken)
    assert (renewed["tenant"], renewed["gen"]) == ("north", 1)


def test_an_access_token_is_a_real_one(user: User) -> None:
    """It has its own session, and the lifetime that was asked for."""
    token = access_token_for(user, claims={"tenant": "north"})
    read = AccessToken(str(token))
    assert (read["tenant"], read["sid"]) == ("north", str(Session.objects.get().pk))
    assert read_time(read["exp"]) - read_time(read["iat"]) == 300
    long = access_token_for(user, lifetime=timedelta(days=1))
    assert read_time(long["exp"]) - read_time(long["iat"]) == 86_400
    with pytest.raises(ExpiredTokenError):
        AccessToken(str(access_token_for(user, lifetime=timedelta(seconds=-1))))


@pytest.mark.parametrize("path", ["/sessions/live/", "/sessions/snapshot/", "/sessions/recent/"])
def test_a_client_is_signed_in(user: User, path: str) -> None:
    """Through every class of authentication, until its session ends."""
    token = refresh_token_for(user)
    client = client_with(token.access_token)
    assert client.get(path).json()["id"] == str(user.pk)
    end(token.session, Reason.LOGOUT, timezone.now())
    assert client.get(path).status_code == 401
    SNAPSHOT.expire()


def test_each_client_has_a_session(user: User) -> None:
    """Like each device."""
    for _ in range(2):
        assert client_for(user, claims={"role": "editor"}).get("/sessions/live/").status_code == 200
    assert Session.objects.count() == 2


def test_nothing_is_bypassed(user: User) -> None:
    """A user who may not sign in gets no token."""
    user.is_active = False
    for make in (refresh_token_for, access_token_for, client_for):
        with pytest.raises(UserInactiveError):
            make(user)


def test_a_given_claim_takes_the_place_of_a_computed_one(user: User) -> None:
    """A test of an editor's rights can set the role."""
    with override_settings(SIGNET=COMPUTED):
        assert access_token_for(user, claims={"name": "somebody"})["name"] == "somebody"
