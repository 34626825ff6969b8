"""The functions that the project names in JWT_AUTH."""

# mypy: ignore-errors

from __future__ import annotations


def response(token, user=None, request=None, issued_at=None):  # type: ignore[no-untyped-def]
    """The token, and who signed in."""
    return {"token": token, "who": user.username if user else None, "path": request.path}


def payload(user):  # type: ignore[no-untyped-def]
    """The user under another name, and no end."""
    return {"nick": user.username, "role": "editor", "orig_iat": 0 if user.is_superuser else 2_000_000_000}


def username(payload):  # type: ignore[no-untyped-def]
    """The user's name."""
    return payload.get("nick")


def user_secret(user):  # type: ignore[no-untyped-def]
    """A secret that ends with the password."""
    return "a-secret-of-one-user-alone-" + user.password
