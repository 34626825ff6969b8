"""Some of the users are moved first; the others stay with what Simple JWT does."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import claims, present, refresh, sign_in
from drf_signet.sessions.models import Session
from drf_signet_compat.simplejwt.adoption.percentage import is_chosen
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

SERIALIZERS = {
    "TOKEN_OBTAIN_SERIALIZER": "TokenObtainPairSerializer",
    "TOKEN_REFRESH_SERIALIZER": "TokenRefreshSerializer",
}
KEYS = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}


def moved(percentage: object) -> Any:
    """Move that many of a hundred users."""
    return override_settings(SIMPLE_JWT={**KEYS, "ADOPTION_PERCENTAGE": percentage})


@pytest.mark.parametrize("percentage", [0, 1, 10, 50, 99, 100])
def test_about_so_many_are_chosen(percentage: int) -> None:
    """Of ten thousand."""
    with moved(percentage):
        chosen = sum(is_chosen(str(number)) for number in range(10_000))
    assert abs(chosen - 100 * percentage) <= (150 if 0 < percentage < 100 else 0)


def test_chosen_users_stay_chosen_while_the_percentage_grows() -> None:
    """Each user changes sides once."""
    before: set[int] = set()
    for percentage in (0, 10, 20, 50, 100):
        with moved(percentage):
            now = {number for number in range(1_000) if is_chosen(str(number))}
        assert before <= now
        before = now


def test_users_who_are_not_chosen_stay_with_simple_jwt(api: APIClient, user: User) -> None:
    """A sign-in and a refresh write to its tables and open no session."""
    with moved(0):
        first = sign_in(api)
        second = refresh(api, first["refresh"])
        assert "sid" not in claims(second["refresh"])
        assert present(api, first["refresh"]).json()["detail"] == "Token is blacklisted"  # type: ignore[attr-defined]
        assert api.post("/api/token/blacklist/", {"refresh": second["refresh"]}).status_code == 200
        assert present(api, second["refresh"]).status_code == 401
    assert (Session.objects.count(), OutstandingToken.objects.count(), BlacklistedToken.objects.count()) == (0, 2, 2)


def test_once_chosen_a_token_becomes_a_session(api: APIClient, user: User) -> None:
    """Also one that was issued here before."""
    with moved(0):
        token = sign_in(api)["refresh"]
    with moved(100):
        assert claims(refresh(api, token)["refresh"])["sid"] == str(Session.objects.get().pk)


def test_a_lower_percentage_undoes_no_session(api: APIClient, user: User) -> None:
    """A session stays a session, and the token that it was made from stays replaced."""
    old = simple_jwt.sign_in(user)
    token = refresh(api, old)["refresh"]
    with moved(0):
        assert "sid" in claims(refresh(api, token)["refresh"])
        session = Session.objects.get()
        Session.objects.update(rotated_at=session.rotated_at.replace(year=2020))
        assert present(api, old).status_code == 401
    assert Session.objects.count() == 1


@pytest.mark.parametrize("percentage", [-1, 101, 5.5, "10", None, True])
def test_what_is_no_percentage_is_an_error(percentage: object) -> None:
    """Said by ``manage.py check``."""
    with moved(percentage):
        assert "signet.simplejwt.E101" in {one.id for one in run_checks()}


def test_a_percentage_is_no_error() -> None:
    """Neither a percentage nor the absence of one gives an error."""
    for settings in ({**KEYS, "ADOPTION_PERCENTAGE": 10}, KEYS):
        with override_settings(SIMPLE_JWT=settings):
            assert [one for one in run_checks() if (one.id or "").startswith("signet.simplejwt.E1")] == []


@pytest.mark.parametrize("name", ["TOKEN_OBTAIN_SERIALIZER", "TOKEN_REFRESH_SERIALIZER"])
def test_a_serializer_of_the_setting_is_a_warning(name: str) -> None:
    """The views of adoption have theirs, and its claims would be missed."""
    with override_settings(SIMPLE_JWT={**KEYS, name: f"drf_signet_compat.simplejwt.serializers.{SERIALIZERS[name]}"}):
        (warning,) = [one for one in run_checks() if one.id == "signet.simplejwt.W101"]
    assert name in warning.msg
