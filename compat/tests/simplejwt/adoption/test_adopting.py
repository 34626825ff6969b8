"""A refresh token of Simple JWT becomes a session at its first refresh, and is the first token of it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework_simplejwt.utils import get_md5_hash_password

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import claims, present, refresh, refused, sign_in
from compat.tests.simplejwt.adoption.conftest import tables
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.purging import purge
from drf_signet_compat.simplejwt.adoption.identity import adopted_id, is_adopted

HOUR = timedelta(hours=1)


@pytest.fixture
def old(user: User) -> str:
    """A token that Simple JWT issued an hour ago."""
    return simple_jwt.sign_in(user, timezone.now() - HOUR, locale="en")


def let_pass(time: timedelta) -> None:
    """Move the last refresh of the one session back."""
    session = Session.objects.get()
    Session.objects.update(rotated_at=session.rotated_at - time)


def test_the_first_refresh_opens_one_session(api: APIClient, user: User, old: str) -> None:
    """At the generation after the token, of its user, from the device of the request."""
    answer = refresh(api, old)
    session = Session.objects.get()
    assert session.pk == adopted_id(str(claims(old)["jti"]))
    assert (session.generation, session.previous_generation, session.user_id) == (1, 0, user.pk)
    assert (session.user_agent, session.ip) == ("curl/8.5.0", "127.0.0.1")
    assert claims(answer["refresh"])["sid"] == claims(answer["access"])["sid"] == str(session.pk)
    assert answer["expires_in"] == 300


def test_claims_of_the_project_stay(api: APIClient, old: str) -> None:
    """In both tokens, as with Simple JWT."""
    answer = refresh(api, old)
    assert claims(answer["refresh"])["locale"] == claims(answer["access"])["locale"] == "en"


def test_no_key_is_named(api: APIClient, old: str) -> None:
    """As with Simple JWT: a service that looks keys up in a set of the project's own knows no name of ours."""
    for answer in (refresh(api, old), sign_in(api)):
        for raw in (answer["refresh"], answer["access"]):
            assert set(json.loads(urlsafe_b64decode(raw.partition(".")[0] + "=="))) == {"alg", "typ"}


def test_the_session_goes_on_as_any_other(api: APIClient, old: str) -> None:
    """Refresh after refresh, in the one row."""
    token = old
    for _ in range(4):
        token = refresh(api, token)["refresh"]
    assert Session.objects.get().generation == 4


def test_the_token_presented_again_gets_the_same_answer(api: APIClient, old: str) -> None:
    """Within the grace period, like any token that was replaced."""
    assert refresh(api, old)["refresh"] == refresh(api, old)["refresh"]
    assert Session.objects.get().generation == 1


def test_a_lost_answer_is_replaced(api: APIClient, old: str) -> None:
    """Within the retry period."""
    refresh(api, old)
    let_pass(timedelta(seconds=30))
    assert claims(refresh(api, old)["refresh"])["gen"] == 2


def test_the_token_presented_late_ends_the_session(api: APIClient, old: str) -> None:
    """It may be in foreign hands."""
    newest = refresh(api, old)["refresh"]
    let_pass(HOUR)
    assert refused(present(api, old)) == (401, "token_reused")
    assert refused(present(api, newest)) == (401, "session_revoked")
    assert Session.objects.get().revoke_reason == Reason.REUSE


def test_a_session_that_was_ended_is_not_opened_again(api: APIClient, old: str) -> None:
    """Not by the token that it was made of."""
    refresh(api, old)
    end(Session.objects.get(), Reason.ENDED_BY_USER, timezone.now())
    assert refused(present(api, old)) == (401, "session_revoked")
    assert Session.objects.count() == 1


def test_the_tables_of_simple_jwt_are_only_read(api: APIClient, old: str) -> None:
    """By a refresh, a sign-in, and a sign-out."""
    before = tables()
    token = refresh(api, old)["refresh"]
    refresh(api, token)
    sign_in(api)
    assert api.post("/api/token/blacklist/", {"refresh": token}).status_code == 200
    assert api.post("/api/logout/all/", {"refresh": sign_in(api)["refresh"]}).status_code == 204
    assert tables() == before


def test_what_was_taken_back_stays_refused(api: APIClient, old: str) -> None:
    """In Simple JWT's words. No session is opened."""
    simple_jwt.blacklist(old)
    response = present(api, old)
    assert refused(response) == (401, "token_blacklisted")
    assert response.json()["detail"] == "Token is blacklisted"  # type: ignore[attr-defined]
    assert not Session.objects.exists()


def test_a_session_lasts_as_long_as_the_token_or_longer(api: APIClient, user: User) -> None:
    """A token of a long life is not cut short, and one that is about to expire gets what a sign-in gets."""
    old = simple_jwt.sign_in(user)
    with override_settings(SIGNET={"SESSION_LIFETIME": HOUR}):
        refresh(api, old)
    session = Session.objects.get()
    assert int(session.expires_at.timestamp()) == claims(old)["exp"]
    young = simple_jwt.sign_in(user)
    refresh(api, young)
    session = Session.objects.exclude(pk=session.pk).get()
    assert session.expires_at - timezone.now() > timedelta(days=29, hours=23)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"is_active": False}, (401, "no_active_account"), id="disabled"),
        pytest.param(None, (401, "no_active_account"), id="deleted"),
    ],
)
def test_a_user_who_may_not_go_on_gets_no_session(
    api: APIClient, user: User, old: str, change: dict[str, Any] | None, refusal: tuple[int, str]
) -> None:
    """As with Simple JWT's newest code; never a 500."""
    if change is None:
        user.delete()
    else:
        User.objects.update(**change)
    assert present(api, old).status_code == refusal[0]
    assert not Session.objects.exists()


def test_a_password_changed_since_counts_with_check_revoke_token(api: APIClient, user: User) -> None:
    """The fingerprint in the token is Simple JWT's; tokens of the session carry the present one."""
    with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True, "CHECK_REVOKE_TOKEN": True}):
        first, second = (simple_jwt.sign_in(user, hash_password=get_md5_hash_password(user.password)) for _ in "ab")
        answer = refresh(api, first)
        assert claims(answer["access"])["hash_password"] == get_md5_hash_password(user.password)
        User.objects.filter(pk=user.pk).update(password="!another")
        assert present(api, second).status_code == 401
        assert present(api, answer["refresh"]).status_code == 401
    assert Session.objects.count() == 1


def test_when_the_password_was_given_is_not_known(api: APIClient, old: str) -> None:
    """A rotation of Simple JWT's looks like a sign-in: what demands a recent one refuses. A sign-in of ours is one."""
    adopted, own = refresh(api, old), sign_in(api)
    assert "auth_time" not in claims(adopted["access"])
    assert api.get("/recent/", HTTP_AUTHORIZATION=f"Bearer {adopted['access']}").status_code == 401
    assert api.get("/recent/", HTTP_AUTHORIZATION=f"Bearer {own['access']}").status_code == 200
    assert [is_adopted(one.pk) for one in Session.objects.order_by("created_at")] == [True, False]


def test_a_row_stays_for_as_long_as_its_token_is_good(api: APIClient, user: User) -> None:
    """Also for a token of a longer life than tokens have now: without the row, it would be adopted once more."""
    old = simple_jwt.sign_in(user, lifetime=timedelta(days=30))
    newest = refresh(api, old)["refresh"]
    assert api.post("/api/logout/", {"refresh": newest}).status_code == 204
    for later in (timedelta(days=2), timedelta(days=29)):
        assert sum(purge(timezone.now() + later, 100)) == 0
    assert refused(present(api, old)) == (401, "session_revoked")


@pytest.mark.parametrize("issued_at", [-(10**11), -62_135_596_801, -1.5, 0])
def test_a_token_issued_before_time_began(api: APIClient, user: User, issued_at: float) -> None:
    """Is a token like any other: what it says of itself is not needed."""
    assert present(api, simple_jwt.sign_in(user, iat=issued_at)).status_code == 200
    assert Session.objects.get().created_at.year == 1970
