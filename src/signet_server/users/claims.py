"""What the access token says about its user, so that a page can greet them without asking."""

from __future__ import annotations

from signet_server.users.models import User


def claims_about(user: User) -> dict[str, str]:
    """Names and address, as they are at the sign-in or refresh."""
    return {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
    }
