"""While processes of the old code run beside ours, a client may come from either, again and again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken as OldAccessToken
from rest_framework_simplejwt.tokens import RefreshToken as OldRefreshToken

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import claims, present, refresh, refused, sign_in
from drf_signet.sessions.models import Session


def test_the_old_code_accepts_what_we_issue(api: APIClient, user: User) -> None:
    """Both tokens, of a sign-in as of a refresh."""
    first = sign_in(api)
    second = refresh(api, first["refresh"])
    for answer in (first, second):
        assert simple_jwt.accepts(answer["refresh"])
        assert OldAccessToken(answer["access"])["user_id"] == str(user.pk)


@pytest.mark.parametrize("way", ["o", "oo", "no", "on", "onno", "nonon", "oooonooo"])
def test_a_client_that_changes_sides_stays_in_one_session(api: APIClient, user: User, way: str) -> None:
    """Whichever side rotates (o: the old one, n: ours), and how often; in the end it comes to us."""
    token = sign_in(api)["refresh"]
    for side in way:
        token = simple_jwt.rotate(token) if side == "o" else refresh(api, token)["refresh"]
    refresh(api, token)
    assert Session.objects.get().generation == way.count("n") + 1


def test_so_does_one_that_signed_in_at_the_old_side(api: APIClient, user: User) -> None:
    """Its session is opened when it comes to us for the first time."""
    token = refresh(api, simple_jwt.rotate(simple_jwt.sign_in(user)))["refresh"]
    refresh(api, simple_jwt.rotate(simple_jwt.rotate(token)))
    assert Session.objects.get().generation == 2


def test_a_sign_out_at_the_old_side_counts_here(api: APIClient, user: User) -> None:
    """Of a token that we issued, and of what the old side made of it."""
    own = sign_in(api)["refresh"]
    theirs = simple_jwt.rotate(sign_in(api)["refresh"])
    for token in (own, theirs):
        simple_jwt.blacklist(token)
        assert refused(present(api, token)) == (401, "token_blacklisted")


def test_a_token_of_the_old_side_for_a_session_that_has_ended_is_refused(api: APIClient, user: User) -> None:
    """A sign-out here counts for what comes back from there."""
    own = sign_in(api)["refresh"]
    theirs = simple_jwt.rotate(own)
    assert api.post("/api/logout/", {"refresh": own}).status_code == 204
    assert refused(present(api, theirs)) == (401, "session_revoked")


def test_a_token_of_the_old_side_can_be_reused_no_more_than_ours(api: APIClient, user: User) -> None:
    """Two that were made of one: the second comes late, and the session ends."""
    own = sign_in(api)["refresh"]
    first, second = simple_jwt.rotate(own), simple_jwt.rotate(own)
    token = refresh(api, first)["refresh"]
    refresh(api, token)
    session = Session.objects.get()
    Session.objects.update(rotated_at=session.rotated_at.replace(year=2020))
    assert refused(present(api, second)) == (401, "token_reused")


def test_of_whom_the_token_is_can_t_be_changed(api: APIClient, user: User, other: User) -> None:
    """The session knows its user."""
    token = OldRefreshToken(sign_in(api)["refresh"])
    token["user_id"] = str(other.pk)
    assert present(api, str(token)).status_code == 401


def test_claims_of_the_session_are_not_lost_on_the_way(api: APIClient, user: User) -> None:
    """The old code copies what it doesn't know."""
    own = sign_in(api)["refresh"]
    theirs = simple_jwt.rotate(own)
    assert {name: claims(theirs)[name] for name in ("sid", "gen")} == {
        name: claims(own)[name] for name in ("sid", "gen")
    }
