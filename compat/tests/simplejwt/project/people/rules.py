"""The rule that decides whether a person may sign in."""

from __future__ import annotations

from rest_framework_simplejwt.authentication import default_user_authentication_rule

from people.models import Person


def may_sign_in(user: Person | None) -> bool:
    """Everyone whom Simple JWT lets in, except suspended people."""
    return default_user_authentication_rule(user) and not user.suspended
