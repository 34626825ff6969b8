"""
The tokens a project works with: `AccessToken`, `RefreshToken`, `SlidingToken` and `UntypedToken`.

    refresh = RefreshToken.for_user(user)
    refresh["locale"] = "en"
    str(refresh), str(refresh.access_token)         # what goes over the wire
    AccessToken(raw)["user_id"]                      # verified, or TokenError
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from asgiref.sync import sync_to_async
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from drf_signet.access_token_profile import RFC9068, Profile, check_header_type, completed
from drf_signet.conf import get_encoder, get_settings
from drf_signet.errors import ExpiredTokenError, MissingClaimError, TokenError, UserNotFoundError, WrongTokenTypeError
from drf_signet.keys_in_force import get_ring, get_verifier
from drf_signet.password_fingerprint import fingerprint
from drf_signet.tenant import check_tenant, with_tenant
from drf_signet.token_attributes import OnlyWithSessions, audience_of, lifetime_of, profile_of
from drf_signet.user_identifier import subject_of
from drf_signet.user_model import MODEL_CLAIM, label_of, model_named
from drf_signet.user_rule import check_rule
from signet_tokens import claim_reasons as because
from signet_tokens import jws
from signet_tokens.claims import check_required, in_seconds, read_time
from signet_tokens.translatable_text import gettext_noop as _

__all__ = ["AccessToken", "RefreshToken", "SlidingToken", "Token", "UntypedToken"]


class Token:
    """
    The claims of one JWT (RFC 7519): read and verified from *token*, or new and empty without it.

    *now* is the time to verify at, or to issue at; the current time if it is not given. ``token[claim]`` reads,
    writes and deletes claims, ``str(token)`` signs them.

    Raises `TokenError` (malformed, forged, not for us), `ExpiredTokenError`, `MissingClaimError`, `WrongTokenTypeError`
    or `WrongTenantError`, all of them `TokenError`; `TenantUnknownError`, also for a new token.
    """

    token_type: ClassVar[str] = ""
    lifetime: ClassVar[timedelta] = timedelta()
    required_claims: ClassVar[Mapping[str, str | Collection[str]]] = {}
    """What a token has to say, for those of an issuer that AUDIENCE doesn't tell apart: ``{"client_id": "shop"}``. Of
    several values, one is enough."""

    audience: ClassVar[str | tuple[str, ...] | None] = audience_of("AUDIENCE")
    """The services that may accept what this class issues. A token that it reads has to be for AUDIENCE."""

    header_types: ClassVar[frozenset[str]] = jws.ACCEPTED_TYPES
    """The ``typ`` that the header of a token may have, in lower case."""

    user_model: ClassVar[type[Model] | str | None] = None
    """Whose tokens these are: a model, or its label such as ``"devices.Device"``. None: AUTH_USER_MODEL."""

    issuer: str | None = None
    """The one of ISSUERS that issued the token; None for a token of ours."""

    current_time: datetime
    """The time the token was verified or issued at, in UTC."""

    def __init__(self, token: str | bytes | None = None, *, now: datetime | None = None) -> None:
        if not self.token_type:
            raise TokenError(_("Cannot create token with no type or lifetime"))
        self.token = token
        self.current_time = now.astimezone(UTC) if now else datetime.fromtimestamp(time.time(), UTC)
        if token is None:
            self.payload: dict[str, object] = self._new_claims()
        else:
            self.payload = get_verifier().claims(token, self.current_time.timestamp())
            # Not in ``verify``: a class of the project's own that has another one still is of one tenant.
            check_tenant(self.payload)
            check_header_type(token, self.header_types)
            self.verify()

    @classmethod
    def for_user(cls, user: AbstractBaseUser, *, now: datetime | None = None) -> Self:
        """
        A new token for *user*, who is taken as authenticated: a row of ``user_model``, or a `TokenUser`.

        Raises `UserInactiveError` or another `TokenUserError` for a user that USER_AUTHENTICATION_RULE refuses,
        `UserNotFoundError` for one that can't be named, such as one that was never saved, and `TypeError` for a row of
        another model.
        """
        settings = get_settings()
        claims = claims_of(user, cls.user_model)
        check_rule(user)
        token = cls(now=now)
        token.payload.update(claims)
        if settings.CHECK_REVOKE_TOKEN:
            token.payload.setdefault(settings.REVOKE_TOKEN_CLAIM, fingerprint(user))
        return token

    @classmethod
    async def afor_user(cls, user: AbstractBaseUser) -> Self:
        """The same in an async view, as tokens of sessions ask the database."""
        return await sync_to_async(cls.for_user)(user)

    def verify(self) -> None:
        """Demand what every token of ours has, beyond what the verifier checked. Called for tokens that were read."""
        self.verify_user_model()
        if "exp" not in self.payload:
            raise MissingClaimError(_("Token has no '{}' claim"), "exp", reason=because.NO_END)
        claim = get_settings().JTI_CLAIM
        if claim is not None and claim not in self.payload:
            raise MissingClaimError(_("Token has no id"), reason=because.no_claim(claim, "JTI_CLAIM"))
        self.verify_token_type()
        check_required(self.payload, self.required_claims)

    def verify_user_model(self) -> None:
        """Demand that the token is that of a row of ``user_model``: another row may have the same key."""
        if self.payload.get(MODEL_CLAIM) != label_of(self.user_model):
            raise WrongTokenTypeError

    def verify_token_type(self) -> None:
        """Demand that the token was issued as what it is used for now (RFC 8725 section 3.12)."""
        claim = get_settings().TOKEN_TYPE_CLAIM
        if claim is None:
            return
        if claim not in self.payload:
            raise MissingClaimError(_("Token has no type"), reason=because.no_claim(claim, "TOKEN_TYPE_CLAIM"))
        if self.payload[claim] != self.token_type:
            raise WrongTokenTypeError(reason=because.wrong_type(claim, self.payload[claim], [self.token_type]))

    @property
    def user_claim(self) -> str:
        """The claim that names the user."""
        return get_settings().USER_ID_CLAIM

    def set_jti(self) -> None:
        """Give the token a new identifier (RFC 7519 section 4.1.7)."""
        claim = get_settings().JTI_CLAIM
        if claim is not None:
            self.payload[claim] = uuid4().hex

    def set_exp(self, claim: str = "exp", from_time: datetime | None = None, lifetime: timedelta | None = None) -> None:
        """Let *claim* be *lifetime* after *from_time*; by default, the class's lifetime after ``current_time``."""
        end = (from_time or self.current_time) + (self.lifetime if lifetime is None else lifetime)
        self.payload[claim] = int(end.timestamp())

    def set_iat(self, claim: str = "iat", at_time: datetime | None = None) -> None:
        """Let *claim* be *at_time*; by default, ``current_time``."""
        self.payload[claim] = int((at_time or self.current_time).timestamp())

    def check_exp(self, claim: str = "exp", current_time: datetime | None = None) -> None:
        """Raise `ExpiredTokenError` if the time in *claim* has come, `MissingClaimError` if there is none."""
        if claim not in self.payload:
            raise MissingClaimError(_("Token has no '{}' claim"), claim)
        now = (current_time or self.current_time).timestamp()
        if read_time(self.payload[claim]) <= now - get_verifier().policy.leeway:
            raise ExpiredTokenError(_("Token '{}' claim has expired"), claim)

    def get(self, claim: str, default: object = None) -> object:
        """The value of *claim*, or *default*."""
        return self.payload.get(claim, default)

    def __getitem__(self, claim: str) -> object:
        return self.payload[claim]

    def __setitem__(self, claim: str, value: object) -> None:
        self.payload[claim] = value

    def __delitem__(self, claim: str) -> None:
        del self.payload[claim]

    def __contains__(self, claim: object) -> bool:
        return claim in self.payload

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {', '.join(self.payload)}>"

    def __str__(self) -> str:
        """The signed token. Raises `NoSigningKeyError`, `TokenTooLargeError`, and what the JSON encoder raises."""
        return self.sign(get_encoder().encode(self.claims_to_sign()).encode())

    def claims_to_sign(self) -> dict[str, object]:
        """The claims, with those that name the issuer and the audience."""
        named = {"aud": self.audience, "iss": get_settings().ISSUER}
        return in_seconds(self.payload) | {claim: value for claim, value in named.items() if value is not None}

    def sign(self, payload: bytes) -> str:
        """The token of *payload*. Raises `NoSigningKeyError` or `TokenTooLargeError`."""
        return jws.sign(payload, get_ring().signing_key, self.type_to_sign)

    @property
    def type_to_sign(self) -> str:
        """The ``typ`` of the header."""
        return jws.JWT

    def _new_claims(self) -> dict[str, object]:
        type_claim, label = get_settings().TOKEN_TYPE_CLAIM, label_of(self.user_model)
        self.payload = with_tenant({} if type_claim is None else {type_claim: self.token_type})
        if label is not None:
            self.payload[MODEL_CLAIM] = label
        self.set_exp()
        self.set_iat()
        self.set_jti()
        return self.payload


class AccessToken(Token):
    """
    What a client shows with each request. Lives for ACCESS_TOKEN_LIFETIME.

    It is issued as ACCESS_TOKEN_PROFILE says, and read either way, so that a change of that setting signs nobody out.
    """

    token_type = "access"
    lifetime = lifetime_of("ACCESS_TOKEN_LIFETIME")
    profile: ClassVar[Profile] = profile_of("ACCESS_TOKEN_PROFILE")
    """What it looks like: ``"simple_jwt"`` or ``"rfc9068"``."""

    def claims_to_sign(self) -> dict[str, object]:
        """The claims, with those that the profile requires. Raises `MisconfiguredError` where settings lack one."""
        claims = super().claims_to_sign()
        return completed(claims, int(self.current_time.timestamp())) if self.profile == RFC9068 else claims

    @property
    def type_to_sign(self) -> str:
        """The ``typ`` of the header."""
        return jws.AT_JWT if self.profile == RFC9068 else super().type_to_sign


class RefreshToken(Token):
    """What a client exchanges for a new access token. Lives for REFRESH_TOKEN_LIFETIME."""

    token_type = "refresh"
    lifetime = lifetime_of("REFRESH_TOKEN_LIFETIME")
    header_types: ClassVar[frozenset[str]] = jws.ACCEPTED_TYPES - {jws.AT_JWT}
    access_token_class: ClassVar[type[AccessToken]] = AccessToken

    if not TYPE_CHECKING:
        blacklist = OnlyWithSessions()

    @property
    def no_copy_claims(self) -> frozenset[str | None]:
        """The claims that an access token doesn't take over."""
        settings = get_settings()
        return frozenset({settings.TOKEN_TYPE_CLAIM, settings.JTI_CLAIM, "exp", "iat", "jti"})

    @property
    def access_token(self) -> AccessToken:
        """A new access token with this token's other claims, issued at the same time; another one on each read."""
        access = self.access_token_class(now=self.current_time)
        kept = self.no_copy_claims
        access.payload.update({claim: value for claim, value in self.payload.items() if claim not in kept})
        return access


class SlidingToken(Token):
    """One token for both uses: it authenticates until ``exp``, and can be refreshed until ``refresh_exp``."""

    token_type = "sliding"
    lifetime = lifetime_of("SLIDING_TOKEN_LIFETIME")
    header_types: ClassVar[frozenset[str]] = jws.ACCEPTED_TYPES - {jws.AT_JWT}

    if not TYPE_CHECKING:
        blacklist = OnlyWithSessions()

    def _new_claims(self) -> dict[str, object]:
        super()._new_claims()
        settings = get_settings()
        self.set_exp(settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM, lifetime=settings.SLIDING_TOKEN_REFRESH_LIFETIME)
        return self.payload


class UntypedToken(Token):
    """A token of any type, for a look at its signature and claims alone."""

    token_type = "untyped"
    lifetime = timedelta()

    def verify_user_model(self) -> None:
        """Any user will do."""

    def verify_token_type(self) -> None:
        """Any type will do."""


def token_behind(user: object) -> Token | None:
    """The token of which *user* was made, where there is no more of this user than the claims: see `TokenUser`."""
    token = getattr(user, "token", None)
    return token if isinstance(token, Token) else None


def claims_of(user: AbstractBaseUser, user_model: type[Model] | str | None) -> dict[str, object]:
    """
    The claims that name *user* in a token for *user_model*.

    Raises `TypeError` for one of another model, and `UserNotFoundError` for one that can't be named.
    """
    settings = get_settings()
    behind = token_behind(user)
    if behind is None:
        return {settings.USER_ID_CLAIM: subject_of(user, model_named(user_model))}
    if label_of(behind.user_model) != label_of(user_model):
        raise TypeError("The user of a token for another model gets none here.")
    if behind.issuer is not None:
        raise UserNotFoundError("A user of another issuer, whose names may be those of users here, gets no token.")
    # What that token says of the password is all there is to know of it here.
    names = (settings.USER_ID_CLAIM, settings.REVOKE_TOKEN_CLAIM)
    return {name: behind[name] for name in names if name in behind}
