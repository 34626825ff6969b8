"""The refresh token of this project, whose access tokens say whom to greet."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.sessions import tokens


class RefreshToken(tokens.RefreshToken):
    """Puts the user's names and address into its access tokens, as they are at that moment."""

    @classmethod
    def get_claims(cls, user: AbstractBaseUser) -> Mapping[str, object]:
        """Asked for at sign-in and at each refresh. Whoever holds a token can read its claims: no secrets here."""
        return {name: getattr(user, name) for name in ("first_name", "last_name", "email")}
