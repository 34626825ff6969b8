"""Handlers that a project may have written for the old packages, with PyJWT."""

from __future__ import annotations

from typing import Any

import jwt

from compat.tests.drf_jwt.keys import SECRET


def encode(payload: dict[str, Any]) -> str:
    """A token that PyJWT wrote."""
    return jwt.encode(payload, SECRET, "HS256")


def decode(token: str | bytes) -> dict[str, Any]:
    """What PyJWT reads. Raises its errors."""
    claims: dict[str, Any] = jwt.decode(token, SECRET, ["HS256"])
    return claims


def broken(token: str | bytes) -> dict[str, Any]:
    """A handler with a mistake in it."""
    raise ZeroDivisionError


def no_secret(user: object) -> str:
    """A user without a secret."""
    return ""


def huge(user: Any) -> dict[str, Any]:
    """More than a token can hold."""
    return {"username": user.username, "more": "x" * 20_000}
