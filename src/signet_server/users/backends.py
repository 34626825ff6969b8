"""Signing in with either the username or the e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from signet_server.users.models import User


class UsernameOrEmailBackend(ModelBackend):
    """Django's own backend; the field ``username`` may hold the address. One query."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The user whose credentials these are, if there is one and they may sign in."""
        if username is None or password is None:
            return None
        user = User.objects.signing_in_as(username).first()
        if user is None:
            # Takes as long as a wrong password would, so that time doesn't tell who has an account.
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
