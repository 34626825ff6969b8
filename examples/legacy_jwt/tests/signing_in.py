"""A token without a password: what the old documentation calls creating a new token manually."""

from __future__ import annotations

from django.contrib.auth.models import User

from drf_signet_compat.drf_jwt.utils import jwt_encode_handler, jwt_payload_handler


def token_for(user: User) -> str:
    """The token that a sign-in of *user* would answer with now."""
    return jwt_encode_handler(jwt_payload_handler(user))
