"""Good tokens of users who may not go on: what each endpoint and class answers, and what becomes of the row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from tests.sessions_wire import user_changes
from tests.sessions_wire.places import (
    BLACKLIST,
    LOGOUT,
    LOOKED_UP,
    REFRESH,
    SIGN_OUT,
    SLIDING,
    SNAPSHOT,
    VERIFY,
    assert_signed_out,
    each,
)
from tests.sessions_wire.refusals import BLACKLISTED, Refusal, no_account, not_valid
from tests.sessions_wire.signed import access_token
from tests.wire.answers import BAD_TOKEN, INACTIVE, NOT_FOUND, PASSWORD_CHANGED, assert_answer
from tests.wire.doors import Door

Change = Callable[[User], None]

REVOKED = not_valid("session_revoked", BLACKLISTED)
DISABLED = no_account("user_inactive")
CHANGED = no_account("password_changed", "The user's password has been changed.")
GONE = no_account("user_not_found")

BEHIND = [
    (user_changes.disable_by_update, DISABLED, "user_inactive"),
    (user_changes.disable_by_sql, DISABLED, "user_inactive"),
    (user_changes.change_password_by_update, CHANGED, "password_changed"),
    (user_changes.change_password_by_sql, CHANGED, "password_changed"),
]
THROUGH = [(user_changes.disable, "user_inactive"), (user_changes.change_password, "password_changed")]
BEHIND_ITS_BACK = pytest.mark.parametrize(("change", "body", "reason"), BEHIND)
THROUGH_THE_MODEL = pytest.mark.parametrize(("change", "reason"), THROUGH)
DELETED = pytest.mark.parametrize("change", [user_changes.delete, user_changes.delete_by_sql])
EVERY_CHANGE = pytest.mark.parametrize(
    "change", [*(one[0] for one in BEHIND), *(one[0] for one in THROUGH), user_changes.delete]
)


@THROUGH_THE_MODEL
@pytest.mark.parametrize("place", each({"refresh": REFRESH, "verify": VERIFY}))
def test_what_the_model_says_ends_the_session(
    user: User, api: APIClient, place: Door, change: Change, reason: str
) -> None:
    """The token is refused as one that was revoked, and the row says why."""
    token = RefreshToken.for_user(user)
    change(user)
    assert_answer(place.show(api, str(token)), 401, REVOKED, BAD_TOKEN)
    row = Session.objects.get()
    assert (row.revoked_at is not None, row.revoke_reason) == (True, reason)


@BEHIND_ITS_BACK
def test_what_happened_behind_the_model_ends_the_session(
    user: User, api: APIClient, change: Change, body: Refusal, reason: str
) -> None:
    """The next refresh is refused for that, the row says so, and the one after it is refused as revoked."""
    token = str(RefreshToken.for_user(user))
    change(user)
    assert Session.objects.get().revoked_at is None
    response = REFRESH.show(api, token)
    assert_answer(response, 401, body, BAD_TOKEN)
    assert response.headers["Cache-Control"] == "no-store"
    row = Session.objects.get()
    assert (row.revoked_at is not None, row.revoke_reason, row.generation) == (True, reason, 0)
    assert_answer(REFRESH.show(api, token), 401, REVOKED, BAD_TOKEN)


@BEHIND_ITS_BACK
def test_the_same_for_a_sliding_token(user: User, api: APIClient, change: Change, body: Refusal, reason: str) -> None:
    """It is refused, and its session ends."""
    token = SlidingToken.for_user(user)
    change(user)
    assert_answer(SLIDING.show(api, str(token)), 401, body, BAD_TOKEN)
    assert Session.objects.get().revoke_reason == reason


@BEHIND_ITS_BACK
@pytest.mark.parametrize("make", [RefreshToken.for_user, access_token], ids=["refresh", "access"])
def test_verification_says_the_same_and_ends_nothing(
    user: User, api: APIClient, make: Callable[[User], object], change: Change, body: Refusal, reason: str
) -> None:
    """A token of either type is refused in the words of the refresh; the row stays as it was."""
    token = make(user)
    change(user)
    assert_answer(VERIFY.show(api, str(token)), 401, body, BAD_TOKEN)
    assert Session.objects.get().revoked_at is None


@DELETED
@pytest.mark.parametrize("place", each({"refresh": REFRESH, "verify": VERIFY}))
def test_a_deleted_user_gets_nothing(user: User, api: APIClient, place: Door, change: Change) -> None:
    """However the user was deleted, and in the words for a disabled one."""
    token = RefreshToken.for_user(user)
    change(user)
    assert_answer(place.show(api, str(token)), 401, GONE, BAD_TOKEN)


@DELETED
@pytest.mark.parametrize("place", each(SIGN_OUT))
def test_a_deleted_user_is_signed_out(user: User, api: APIClient, place: Door, change: Change) -> None:
    """There is nothing left to end."""
    token = RefreshToken.for_user(user)
    change(user)
    assert_signed_out(place.show(api, str(token)), place)


@EVERY_CHANGE
@pytest.mark.parametrize("place", each({"blacklist": BLACKLIST, "logout": LOGOUT}))
def test_who_may_not_go_on_may_sign_out(user: User, api: APIClient, place: Door, change: Change) -> None:
    """The session has ended afterwards, whatever happened to the user before."""
    token = RefreshToken.for_user(user)
    change(user)
    assert_signed_out(place.show(api, str(token)), place)
    assert Session.objects.get().revoked_at is not None


@BEHIND_ITS_BACK
def test_who_may_not_go_on_may_sign_out_everywhere(
    user: User, api: APIClient, change: Change, body: Refusal, reason: str
) -> None:
    """The answer is that of everybody else."""
    token = RefreshToken.for_user(user)
    change(user)
    assert_signed_out(SIGN_OUT["logout-all"].show(api, str(token)), SIGN_OUT["logout-all"])


@BEHIND_ITS_BACK
def test_signing_out_everywhere_ends_at_least_the_session(
    user: User, api: APIClient, change: Change, body: Refusal, reason: str
) -> None:
    """A 204 is true: the session of the token has ended, as after signing out of it alone."""
    token = RefreshToken.for_user(user)
    change(user)
    SIGN_OUT["logout-all"].show(api, str(token))
    assert Session.objects.get().revoked_at is not None


@pytest.mark.parametrize("place", each(LOOKED_UP))
@pytest.mark.parametrize(
    ("change", "body"),
    [
        (user_changes.disable, REVOKED),
        (user_changes.disable_by_update, INACTIVE),
        (user_changes.disable_by_sql, INACTIVE),
        (user_changes.change_password, REVOKED),
        (user_changes.change_password_by_update, PASSWORD_CHANGED),
        (user_changes.change_password_by_sql, PASSWORD_CHANGED),
        (user_changes.delete, NOT_FOUND),
        (user_changes.delete_by_sql, NOT_FOUND),
    ],
)
def test_the_live_class_is_late_by_nothing(
    user: User, api: APIClient, place: Door, change: Change, body: Refusal
) -> None:
    """The very next request is refused, in the words of the core tier where the user is the cause."""
    token = access_token(user)
    assert place.show(api, str(token)).status_code == 200
    change(user)
    assert_answer(place.show(api, str(token)), 401, body, BAD_TOKEN)


@pytest.mark.parametrize("change", [user_changes.disable, user_changes.change_password, user_changes.delete])
def test_the_snapshot_class_feels_what_the_model_says(user: User, api: APIClient, change: Change) -> None:
    """In the process where it happened, at once."""
    token = access_token(user)
    assert SNAPSHOT.show(api, str(token)).status_code == 200
    change(user)
    assert_answer(SNAPSHOT.show(api, str(token)), 401, REVOKED, BAD_TOKEN)


@BEHIND_ITS_BACK
def test_the_snapshot_class_feels_the_rest_with_the_next_refresh(
    user: User, api: APIClient, change: Change, body: Refusal, reason: str
) -> None:
    """Until the session has ended, its access tokens authenticate, as documented."""
    refresh = RefreshToken.for_user(user)
    access = str(refresh.access_token)
    change(user)
    assert SNAPSHOT.show(api, access).status_code == 200
    REFRESH.show(api, str(refresh))
    assert_answer(SNAPSHOT.show(api, access), 401, REVOKED, BAD_TOKEN)


def test_the_rule_of_the_project_may_let_disabled_users_go_on(user: User, api: APIClient, settings: Settings) -> None:
    """The rule alone decides: there is no second look at ``is_active``."""
    settings.SIGNET = {"USER_AUTHENTICATION_RULE": "tests.wire.rules.anybody"}
    token = RefreshToken.for_user(user)
    user_changes.disable_by_update(user)
    assert REFRESH.show(api, str(token)).status_code == 200
