"""A project signs in with a field that is not the USERNAME_FIELD, while sign-ups wait for their links."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.test import override_settings
from rest_framework.test import APIRequestFactory

from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.sessions.views import TokenObtainPairView
from tests.accounts.joining import follow
from tests.accounts.mails import last_token
from tests.accounts.person import Client, sign_up_body
from tests.conftest import PASSWORD

ADA = "ada@example.com"


class LoginSerializer(TokenObtainPairSerializer):
    """Neither a username nor an address, but what was typed."""

    username_field = "login"


class LoginBackend(BaseBackend):
    """Takes the address in that field."""

    def authenticate(self, request: Any, login: str | None = None, password: str | None = None, **kwargs: Any) -> Any:
        user = get_user_model()._default_manager.filter(email=login).first()
        return user if user and user.check_password(password or "") else None


def log_in(password: str) -> tuple[int, str | None]:
    """The status, and the code if there is one."""
    view = TokenObtainPairView.as_view(serializer_class=LoginSerializer)
    answer = view(APIRequestFactory().post("/", {"login": ADA, "password": password}, format="json"))
    return answer.status_code, answer.data.get("code")


@pytest.mark.django_db
def test_a_sign_up_that_waits_is_told_of_its_link(api: Client) -> None:
    """By whatever the field is called; wrong passwords are refused as ever, and the user signs in with it later."""
    with override_settings(AUTHENTICATION_BACKENDS=[f"{__name__}.LoginBackend"]):
        assert log_in(PASSWORD) == (401, "no_active_account")
        assert api.post("/api/users/", sign_up_body("ada")).status_code == 201
        assert log_in(PASSWORD) == (401, "email_not_verified")
        assert log_in("wrong") == (401, "no_active_account")
        follow(api, last_token())
        assert log_in(PASSWORD)[0] == 200
