"""
The tokens of a session: `RefreshToken` and `SlidingToken`, under the names they have without sessions.

    refresh = RefreshToken.for_user(user)           # opens a session: one row
    refresh["tenant"] = "north"                     # is carried over from refresh to refresh
    str(refresh), str(refresh.access_token)
    RefreshToken(raw).blacklist()                   # ends the session
    AccessToken.for_user(user)                      # of a session that nothing can refresh

Claims that have to be fresh come from GET_CLAIMS, or from an overridden ``get_claims(user)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import ClassVar, Final, Self

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured

from drf_signet import tokens
from drf_signet.access_token_profile import RFC9068
from drf_signet.conf import get_settings, imported
from drf_signet.errors import TokenError
from drf_signet.keys_in_force import get_ring, get_verifier
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions.claims import (
    AUTH_TIME_CLAIM,
    GENERATION_CLAIM,
    SESSION_CLAIM,
    Presented,
    presented_by,
    token_id_claim,
)
from drf_signet.sessions.ending import end
from drf_signet.sessions.joined_session import keep_at_hand, session_at_hand
from drf_signet.sessions.lookup import check_current, check_live, find_session
from drf_signet.sessions.methods import METHODS_CLAIM, methods_of, with_methods
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.opening import Lifetimes, keep_until, session_for
from drf_signet.sessions.refresh_decision import Windows
from drf_signet.tenant import CLAIM
from drf_signet.tokens import Token, UntypedToken
from drf_signet.user_identifier import key_of, subject_of
from drf_signet.user_model import MODEL_CLAIM, label_of
from drf_signet.users import row_of
from signet_tokens.claims import CLOCK_SKEW, in_seconds, read_time

__all__ = ["AccessToken", "RefreshToken", "SessionToken", "SlidingToken", "Token", "UntypedToken"]

COMPUTED_CLAIM: Final = "computed"
"""In a sliding token, the names of the claims that are computed anew at each refresh."""


class SessionToken(Token):
    """
    What both tokens of a session have in common. The session can derive them again: nothing usable is stored.

    Reading one (``RefreshToken(raw)``) checks signature, times and type, and asks no database; what needs the session
    looks it up then.
    """

    _end_of_session: int | None = None
    """The ``exp`` that the session gave."""

    @classmethod
    def get_claims(cls, user: AbstractBaseUser) -> Mapping[str, object]:
        """Claims about *user*, computed at sign-in and at each refresh: by default, what GET_CLAIMS says."""
        path = get_settings().GET_CLAIMS
        return imported(path)(user) if path else {}

    @classmethod
    def for_user(cls, user: AbstractBaseUser, *, now: datetime | None = None) -> Self:
        """
        A token of a new session of *user*, who counts as authenticated. Within `joining`, a token of the session there.

        A `TokenUser` is looked up. Raises `UserInactiveError` or another `TokenUserError` for a user that
        USER_AUTHENTICATION_RULE refuses, `UserNotFoundError` for one that can't be named, such as one that was never
        saved, and `TypeError` for a row of another model; `NoSigningKeyError` where tokens can't be signed here.
        """
        get_ring().check_signs()
        user = _owner(user, cls)
        at_hand = session_at_hand(key_of(user))
        token = super().for_user(user, now=at_hand.rotated_at if at_hand and now is None else now)
        lifetimes = Lifetimes(cls.lifetime, cls.session_lifetime())
        token.adopt(session_for(user, lifetimes, token.current_time))
        token.payload["exp"] = min(read_time(token["exp"]), int((token.current_time + min(lifetimes)).timestamp()))
        return token

    @classmethod
    def session_lifetime(cls) -> timedelta:
        """
        How long after sign-in the session ends, however often it is refreshed: SESSION_LIFETIME, or as long as the
        ``lifetime`` that a class of one's own was given, if that is longer.
        """
        lifetime = next(vars(one)["lifetime"] for one in cls.__mro__ if "lifetime" in vars(one))
        longest: timedelta = get_settings().SESSION_LIFETIME
        return max(lifetime, longest) if isinstance(lifetime, timedelta) else longest

    @classmethod
    def windows(cls) -> Windows:
        """How long a replaced token may still be presented."""
        settings = get_settings()
        retry = settings.REFRESH_RETRY_PERIOD
        skew = timedelta(seconds=CLOCK_SKEW + get_verifier().policy.leeway)
        return Windows(settings.REFRESH_GRACE_PERIOD, cls.access_lifetime() if retry is None else retry, skew)

    @classmethod
    def access_lifetime(cls) -> timedelta:
        """How long what authenticates a request lives after a refresh."""
        return cls.lifetime

    @cached_property
    def presented(self) -> Presented:
        """What a token that was read says about its session. Raises `TokenError` for what no session can have."""
        return presented_by(self.payload)

    @cached_property
    def session(self) -> Session:
        """
        The session with its user. One query, for a token that was read.

        Raises what `find_session` and `check_live` raise, and `TokenReusedError` for a token that was replaced.
        """
        session = find_session(self.presented)
        check_live(session, self.current_time)
        check_current(session, self.presented, self.windows(), self.current_time)
        return session

    def adopt(self, session: Session) -> None:
        """Become the token of *session* at its present generation. Claims of one's own are kept."""
        self.session = session
        keep_at_hand(session)
        claims = self.payload
        claims[SESSION_CLAIM] = str(session.pk)
        claims[GENERATION_CLAIM] = session.generation
        claims[token_id_claim()] = session.token_id(session.generation)
        claims[AUTH_TIME_CLAIM] = int(session.created_at.timestamp())
        if session.methods:
            claims[METHODS_CLAIM] = with_methods(claims.get(METHODS_CLAIM), methods_of(session))
        claims["iat"] = int(session.rotated_at.timestamp())
        claims["exp"] = self._end_of_session = int(session.token_expires_at.timestamp())
        settings = get_settings()
        if settings.CHECK_REVOKE_TOKEN:
            claims[settings.REVOKE_TOKEN_CLAIM] = fingerprint(session.user)

    def blacklist(self) -> None:
        """End the session of this token. Raises like ``session``, so also where it was ended before."""
        end(self.session, Reason.LOGOUT, self.current_time)

    def set_jti(self) -> None:
        """Raises `TypeError` for a token of a session, which says what its identifier is."""
        if SESSION_CLAIM in self.payload:
            raise TypeError("To get the next token of a session, call drf_signet.sessions.refresh.refresh(raw, class).")
        super().set_jti()

    def __str__(self) -> str:
        """The signed token. Where a sign-in gave it a later ``exp``, the session lasts for as long: one statement."""
        if "session" in vars(self) and self.payload.get("exp") != self._end_of_session:
            with suppress(TokenError):
                self._keep_session(read_time(in_seconds(self.payload).get("exp")))
        return super().__str__()

    def _keep_session(self, end_of_token: float) -> None:
        session, until = self.session, datetime.fromtimestamp(end_of_token, UTC)
        ends_at = max(session.expires_at, until) if session.created_at == self.current_time else session.expires_at
        keep_until(session, min(until, ends_at), ends_at)

    def check_blacklist(self) -> None:
        """Raise `TokenError` where the session has ended, or the token was replaced. One query."""
        _ = self.session

    def verify(self) -> None:
        """Demand the claims of a session, too."""
        super().verify()
        _ = self.presented

    def computed_claims(self) -> Mapping[str, object]:
        """What `get_claims` says now. Raises `ImproperlyConfigured` for a claim that has a meaning already."""
        claims = self.get_claims(self.session.user)
        if not claims:
            return {}
        if taken := self.reserved_claims().intersection(claims):
            raise ImproperlyConfigured(f"get_claims(user) can't set {', '.join(sorted(map(str, taken)))}.")
        return claims

    def reserved_claims(self) -> frozenset[str | None]:
        """The claims that have a meaning already."""
        settings = get_settings()
        return frozenset(
            (
                *("exp", "iat", "nbf", "aud", "iss", CLAIM, MODEL_CLAIM, token_id_claim()),
                *(SESSION_CLAIM, GENERATION_CLAIM, AUTH_TIME_CLAIM, COMPUTED_CLAIM),
                *(settings.USER_ID_CLAIM, settings.TOKEN_TYPE_CLAIM),
                *(settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM, settings.REVOKE_TOKEN_CLAIM),
                *(("sub", "jti") if settings.ACCESS_TOKEN_PROFILE == RFC9068 else ()),
            )
        )


class AccessToken(tokens.AccessToken):
    """What a client shows with each request: made of a refresh token, or for a session that nothing can refresh."""

    @classmethod
    def for_user(cls, user: AbstractBaseUser, *, now: datetime | None = None) -> Self:
        """
        A token of a new session of *user*, which ends with that session. Within `joining`, a token of the session
        there.

        Raises as ``for_user`` of the other tokens.
        """
        get_ring().check_signs()
        user = _owner(user, cls)
        token = super().for_user(user, now=now)
        refresh = RefreshToken(now=token.current_time)
        session = session_for(user, Lifetimes(cls.lifetime, cls.lifetime), token.current_time)
        refresh.adopt(session)
        kept = refresh.no_copy_claims
        token.payload.update({claim: value for claim, value in refresh.payload.items() if claim not in kept})
        token.payload.update(refresh.computed_claims())
        token.payload["exp"] = min(read_time(token["exp"]), int(session.expires_at.timestamp()))
        return token


class RefreshToken(SessionToken, tokens.RefreshToken):
    """What a client exchanges for a new pair of tokens. Lives for REFRESH_TOKEN_LIFETIME, within SESSION_LIFETIME."""

    access_token_class: ClassVar[type[tokens.AccessToken]] = AccessToken

    @classmethod
    def access_lifetime(cls) -> timedelta:
        """The lifetime of the access tokens."""
        return cls.access_token_class.lifetime

    @property
    def no_copy_claims(self) -> frozenset[str | None]:
        """The claims that an access token doesn't take over."""
        return super().no_copy_claims | {GENERATION_CLAIM}

    @property
    def access_token(self) -> tokens.AccessToken:
        """
        A new access token with this token's other claims and the computed ones; another one on each read.

        It never outlives the session. One query and the errors of ``session`` for a token that was read.
        """
        session = self.session
        access = super().access_token
        access.payload.update(self.computed_claims())
        access.payload["exp"] = min(read_time(access.payload["exp"]), int(session.expires_at.timestamp()))
        return access


class SlidingToken(SessionToken, tokens.SlidingToken):
    """One token for both uses: it authenticates until ``exp``, and can be refreshed until then, too."""

    @classmethod
    def session_lifetime(cls) -> timedelta:
        """SLIDING_TOKEN_REFRESH_LIFETIME, which says so for these tokens."""
        settings = get_settings()
        return min(settings.SLIDING_TOKEN_REFRESH_LIFETIME, settings.SESSION_LIFETIME)

    def adopt(self, session: Session) -> None:
        """Become the token of *session*. Claims of one's own are kept, computed ones are computed anew."""
        super().adopt(session)
        self.payload[get_settings().SLIDING_TOKEN_REFRESH_EXP_CLAIM] = int(session.expires_at.timestamp())
        computed = self.payload.pop(COMPUTED_CLAIM, None)
        names = computed if isinstance(computed, list) else []
        for name in [one for one in names if isinstance(one, str) and one not in self.reserved_claims()]:
            self.payload.pop(name, None)
        if claims := self.computed_claims():
            self.payload.update(claims)
            self.payload[COMPUTED_CLAIM] = list(claims)


def _owner(user: AbstractBaseUser, token_class: type[Token]) -> AbstractBaseUser:
    """The row of *user*. Raises `TypeError` for one that can have no session, and as `row_of`."""
    if label_of(token_class.user_model) is not None:
        raise TypeError(f"{token_class.__name__}: only users of AUTH_USER_MODEL have sessions.")
    row = row_of(user)
    subject_of(row, get_user_model())
    return row
