"""The handler that the shop has of its own."""
# mypy: ignore-errors

from __future__ import annotations

from rest_framework_jwt.utils import jwt_create_payload


def payload_with_shelf(user):
    """The usual claims, and one more."""
    return {**jwt_create_payload(user), "shelf": f"shelf of {user.username}"}
