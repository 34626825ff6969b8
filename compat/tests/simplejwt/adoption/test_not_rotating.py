"""Without ROTATE_REFRESH_TOKENS, clients keep the token that they have until it expires."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient, APIRequestFactory

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import claims, present, refresh, refused, sign_in
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet_compat.simplejwt.adoption import views


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with override_settings(SIMPLE_JWT={}):
        yield


@pytest.fixture(params=["theirs", "ours"])
def token(request: pytest.FixtureRequest, api: APIClient, user: User) -> str:
    """One that Simple JWT issued, and one that we did."""
    return simple_jwt.sign_in(user) if request.param == "theirs" else str(sign_in(api)["refresh"])


def test_a_refresh_answers_with_an_access_token_alone(api: APIClient, token: str) -> None:
    """The token is the session's, on each refresh, however late."""
    for _ in range(3):
        answer = refresh(api, token)
        assert set(answer) == {"access", "expires_in"}
        assert claims(answer["access"])["sid"] == str(Session.objects.get().pk)
        Session.objects.update(rotated_at=timezone.now() - timedelta(hours=12))
    assert Session.objects.get().generation == 0


def test_the_session_can_be_ended(api: APIClient, token: str) -> None:
    """Signet then refuses the token, which Simple JWT would still accept."""
    refresh(api, token)
    end(Session.objects.get(), Reason.ENDED_BY_USER, timezone.now())
    assert refused(present(api, token)) == (401, "session_revoked")


def test_a_client_that_rotated_before_keeps_its_newest_token(api: APIClient, token: str) -> None:
    """It refreshes with that token as often as it likes."""
    with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True}):
        newest = refresh(api, token)["refresh"]
    Session.objects.update(rotated_at=timezone.now() - timedelta(hours=12))
    for _ in range(3):
        assert set(refresh(api, newest)) == {"access", "expires_in"}


def test_a_token_that_was_replaced_while_rotation_was_on_stays_replaced(api: APIClient, token: str) -> None:
    """It ends the session, as it would with rotation: two clients have one token."""
    with override_settings(SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True}):
        refresh(api, token)
    Session.objects.update(rotated_at=timezone.now() - timedelta(hours=12))
    assert refused(present(api, token)) == (401, "token_reused")
    assert Session.objects.get().revoke_reason == Reason.REUSE


@pytest.mark.parametrize("setting", [{}, {"ROTATE_REFRESH_TOKENS": True}, {"ROTATE_REFRESH_TOKENS": False}])
@pytest.mark.parametrize(
    ("view", "rotates"), [(views.RotatingTokenRefreshView, True), (views.NonRotatingTokenRefreshView, False)]
)
def test_a_view_may_do_otherwise(
    token: str, view: type[views.TokenRefreshView], rotates: bool, setting: dict[str, object]
) -> None:
    """By its class, whatever the setting says."""
    with override_settings(SIMPLE_JWT=setting):
        response = view.as_view()(APIRequestFactory().post("/", {"refresh": token}, format="json"))
    assert response.status_code == 200
    assert ("refresh" in response.data) is rotates


def test_too_many_refreshes_are_told_to_wait(api: APIClient, token: str) -> None:
    """The limit is a setting of SIGNET."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"refresh_session": "2/m"}}):
        assert [present(api, token).status_code for _ in range(3)] == [200, 200, 429]
