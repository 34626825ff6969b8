"""Tokens that other services use to call this one."""

from __future__ import annotations

from datetime import timedelta

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import Token


class ServiceToken(Token):
    """Says which service calls on a person's behalf."""

    token_type = "service"
    lifetime = timedelta(hours=1)

    def verify(self) -> None:
        """Verify it as every token; it must also name a service."""
        super().verify()
        if "service" not in self:
            raise TokenError("Token names no service")
