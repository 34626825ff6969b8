"""Run by `test_users.py` in a process of its own: a backend that fails over what was sent is asked at every door."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.test import override_settings
from rest_framework.test import APIRequestFactory

from drf_signet.views import TokenObtainPairView
from drf_signet_compat.drf_jwt.views import ObtainJSONWebToken
from drf_signet_compat.simplejwt.views import TokenObtainPairView as DropInView
from tests.others.users_of_the_core.models import Numbered


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ada", "nobody", "no 0"])
@pytest.mark.parametrize("door", [TokenObtainPairView, DropInView, ObtainJSONWebToken])
def test_two_users_or_none_are_nobody(door: Any, name: str) -> None:
    """As managers find that look without case: a refusal like any other."""
    backend = f"{__package__}.backends.CarelessBackend"
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Numbered", AUTHENTICATION_BACKENDS=[backend]):
        for one in ("ada", "Ada"):
            cast(Any, Numbered)._default_manager.create_user(one)
        answer = door.as_view()(APIRequestFactory().post("/", {"name": name, "password": "pw"}))
    assert answer.status_code == (400 if door is ObtainJSONWebToken else 401)


@pytest.mark.parametrize("door", [TokenObtainPairView, DropInView, ObtainJSONWebToken])
def test_a_directory_that_is_away_is_said_to_be(door: Any, caplog: pytest.LogCaptureFixture) -> None:
    """And nothing of where it is, but in the log."""
    backend = f"{__package__}.backends.AwayBackend"
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Numbered", AUTHENTICATION_BACKENDS=[backend]):
        answer = door.as_view()(APIRequestFactory().post("/", {"name": "ada", "password": "pw"}))
    assert (answer.status_code, answer.data["code"]) == (503, "backend_unavailable")
    assert answer.headers["Retry-After"] == "10"
    assert "directory.internal" not in str(answer.data)
    assert "directory.internal" in caplog.text
