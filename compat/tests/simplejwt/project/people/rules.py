"""Who may sign in."""

from __future__ import annotations

from rest_framework_simplejwt.authentication import default_user_authentication_rule

from people.models import Person


def may_sign_in(user: Person | None) -> bool:
    """Whom Simple JWT lets in, but for the suspended."""
    return default_user_authentication_rule(user) and not user.suspended
