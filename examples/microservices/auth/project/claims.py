"""What tokens say besides."""

from __future__ import annotations

from django.contrib.auth.models import User


def scopes_of(user: User) -> dict[str, object]:
    """What the user may do at other services. Here, everybody may read, and members of staff may write bills."""
    scopes = ["orders:read", "billing:read", "reports:read", *(["billing:write"] if user.is_staff else [])]
    return {"scope": " ".join(scopes)}
