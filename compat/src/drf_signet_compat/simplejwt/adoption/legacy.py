"""Which tokens stay with what Simple JWT does, for now or for good."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.conf import get_settings
from drf_signet.sessions.claims import SESSION_CLAIM
from drf_signet.sessions.models import Session
from drf_signet.tokens import Token, UntypedToken
from drf_signet.user_identifier import identifier_field
from drf_signet_compat.simplejwt.adoption.identity import adopted_id, token_id_of
from drf_signet_compat.simplejwt.adoption.percentage import is_chosen


def stays_legacy(raw: str, *, now: datetime | None = None) -> bool:
    """
    Whether *raw* neither belongs to a session nor is to become one. One query, for users who are not chosen yet.

    Raises `TokenError` where the token is not genuine.
    """
    token = UntypedToken(raw, now=now)
    user_id = token.get(get_settings().USER_ID_CLAIM)
    if user_id is None:
        return SESSION_CLAIM not in token
    return not is_chosen(str(user_id)) and has_no_session(token)


def stays_without_session(user: AbstractBaseUser) -> bool:
    """Whether a sign-in of *user* opens no session yet."""
    return not is_chosen(str(getattr(user, identifier_field())))


def has_no_session(token: Token) -> bool:
    """Whether *token* belongs to no session, and has become none. One query for a token of Simple JWT."""
    if SESSION_CLAIM in token:
        return False
    token_id = token_id_of(token)
    return token_id is None or not Session.objects.filter(pk=adopted_id(token_id)).exists()
