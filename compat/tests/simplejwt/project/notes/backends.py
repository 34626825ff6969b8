"""Sign-in with an address."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


class EmailBackend(ModelBackend):
    """Knows users by their address."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None
    ) -> User | None:
        """The active user with this address and password."""
        user = User.objects.filter(email__iexact=email or "-").first()
        if user is None or not user.check_password(password) or not self.user_can_authenticate(user):
            return None
        return user
