"""The refresh token of a session, which may also be one that Simple JWT issued."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, cast

from drf_signet import tokens as core
from drf_signet.errors import MissingClaimError
from drf_signet.keys_in_force import get_ring
from drf_signet.sessions import tokens
from drf_signet.sessions.claims import (
    AUTH_TIME_CLAIM,
    SESSION_CLAIM,
    Presented,
    presented_by,
    user_id_of,
)
from drf_signet.sessions.lookup import load_session
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import UntypedToken
from drf_signet.tokens import Token
from drf_signet.users import user_of
from drf_signet_compat.simplejwt.adoption.errors import TokenBlacklistedError
from drf_signet_compat.simplejwt.adoption.fingerprint import add_fingerprint, check_fingerprint
from drf_signet_compat.simplejwt.adoption.identity import adopted_id, is_adopted, token_id_of
from drf_signet_compat.simplejwt.adoption.opening import open_adopted
from drf_signet_compat.simplejwt.keys import sign
from drf_signet_compat.simplejwt.token_store import current

__all__ = ["AccessToken", "RefreshToken", "Token", "UntypedToken"]


class SignedAsBefore(core.Token):
    """A token that says of its key what those of Simple JWT do."""

    def sign(self, payload: bytes) -> str:
        """The token of *payload*. Raises `NoSigningKeyError` or `TokenTooLargeError`."""
        return sign(payload, get_ring().signing_key, self.type_to_sign)


class AccessToken(SignedAsBefore, tokens.AccessToken):
    """What a client shows with each request; by itself, of a session that nothing can refresh."""


class RefreshToken(SignedAsBefore, tokens.RefreshToken):
    """
    The refresh token of a session. While processes of Simple JWT may still run, there are three kinds:

    one that a session issued; one that Simple JWT issued at a sign-in, which becomes a session; and one that Simple JWT
    issued in exchange for the first, with the claims of the session and an identifier of its own. So the signing key
    alone makes a refresh token, as it does with Simple JWT, for as long as this class is in use.
    """

    access_token_class: ClassVar[type[core.AccessToken]] = AccessToken

    def verify(self) -> None:
        """Demand what every token has. Whether there is a session is seen when it is needed."""
        super(tokens.SessionToken, self).verify()

    @cached_property
    def presented(self) -> Presented:
        """
        What the token says about its session. Opens the session where there is none yet.

        Raises `TokenBlacklistedError`, `MissingClaimError`, and what `presented_by`, `load_session` and `user_of` do.
        """
        token_id = token_id_of(self)
        if token_id is None:
            raise MissingClaimError("Token has no id")
        self.check_blacklist()
        if SESSION_CLAIM not in self:
            return self._adopted(token_id)
        presented = presented_by(self.payload)
        session = load_session(presented.session_id)
        return presented._replace(token_id=session.token_id(presented.generation))

    def check_blacklist(self) -> None:
        """Raise `TokenBlacklistedError` if Simple JWT's tables say that the token was revoked."""
        records = current()
        if records is not None and records.is_blacklisted(cast(Any, self)):
            raise TokenBlacklistedError

    def adopt(self, session: Session) -> None:
        """Become the token of *session*, for the old code to understand as well."""
        super().adopt(session)
        if is_adopted(session.pk):
            # Simple JWT's tokens don't say when their user gave the password: a rotation counts like a sign-in.
            del self.payload[AUTH_TIME_CLAIM]
        add_fingerprint(self, session.user)

    def _adopted(self, token_id: str) -> Presented:
        session_id = adopted_id(token_id)
        session = Session.objects.filter(pk=session_id).first()
        if session is None:
            user = user_of(self)
            check_fingerprint(self, user)
            session = open_adopted(session_id, self, user)
        return Presented(session_id, 0, session.token_id(0), user_id_of(self.payload))


class SignOutToken(RefreshToken):
    """The same for signing out. A token that was revoked elsewhere still ends the session that it names."""

    def check_blacklist(self) -> None:
        """Nothing: a process of the old code may have revoked it first, and ended no session."""
