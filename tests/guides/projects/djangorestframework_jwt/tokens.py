"""The two handlers that the shop has of its own."""
# mypy: ignore-errors

from __future__ import annotations

from rest_framework_jwt.utils import jwt_payload_handler


def payload_with_shelf(user):
    """The usual claims, and one more."""
    return {**jwt_payload_handler(user), "shelf": f"shelf of {user.username}"}


def response_with_name(token, user=None, request=None):
    """The token, and whose it is."""
    return {"token": token, "name": user.username}
