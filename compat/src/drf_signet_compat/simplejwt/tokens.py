"""The core's tokens with Simple JWT's signatures: ``Token(token=None, verify=True)``, ``.token``, ``.blacklist()``."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar, cast
from typing import Any as Any
from typing import Optional as Optional
from uuid import uuid4

from django.conf import settings as settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.utils.module_loading import import_string

from drf_signet import tokens
from drf_signet.errors import MissingClaimError, UserNotFoundError, WrongTokenTypeError
from drf_signet.tenant import check_tenant, with_tenant
from drf_signet.user_identifier import attribute_for
from drf_signet.user_model import is_row_of
from drf_signet_compat.simplejwt import state
from drf_signet_compat.simplejwt.backends import TokenBackend
from drf_signet_compat.simplejwt.blacklist_methods import kept
from drf_signet_compat.simplejwt.exceptions import ExpiredTokenError as ExpiredTokenError
from drf_signet_compat.simplejwt.exceptions import TokenBackendError as TokenBackendError
from drf_signet_compat.simplejwt.exceptions import TokenBackendExpiredToken as TokenBackendExpiredToken
from drf_signet_compat.simplejwt.exceptions import TokenBlacklistedError
from drf_signet_compat.simplejwt.exceptions import TokenError as TokenError
from drf_signet_compat.simplejwt.models import TokenUser as TokenUser
from drf_signet_compat.simplejwt.names import OURS
from drf_signet_compat.simplejwt.settings import api_settings as api_settings
from drf_signet_compat.simplejwt.token_attributes import lifetime_in, not_copied
from drf_signet_compat.simplejwt.token_store import current
from drf_signet_compat.simplejwt.utils import aware_utcnow as aware_utcnow
from drf_signet_compat.simplejwt.utils import datetime_from_epoch as datetime_from_epoch
from drf_signet_compat.simplejwt.utils import datetime_to_epoch as datetime_to_epoch
from drf_signet_compat.simplejwt.utils import format_lazy as format_lazy
from drf_signet_compat.simplejwt.utils import get_md5_hash_password as get_md5_hash_password
from drf_signet_compat.simplejwt.utils import logger as logger
from drf_signet_compat.simplejwt.utils import seconds_of
from signet_tokens import claim_reasons as because
from signet_tokens.claims import check_required, read_time
from signet_tokens.translatable_text import gettext_noop

if TYPE_CHECKING:
    from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

T = TypeVar("T", bound="Token")
AuthUser = TypeVar("AuthUser", AbstractBaseUser, TokenUser)


def __getattr__(name: str) -> object:
    """The models, which Simple JWT has here, too: where they are loaded, and not before."""
    if name in {"BlacklistedToken", "OutstandingToken"}:
        return import_string(f"{OURS}.token_blacklist.models.{name}")
    raise AttributeError(name)


class Token(tokens.Token):
    """
    The claims of one JWT: read from *token*, or new without it. Without *verify*, nobody knows who wrote them.

    ``owner`` is its user and ``row`` its identifier and row, where they were loaded already. Raises `TokenError`.
    """

    token_type: ClassVar[str] = cast(str, None)
    lifetime: ClassVar[timedelta] = cast(timedelta, None)

    owner: AbstractBaseUser | None = None
    is_rotating: bool = False
    _token_backend: TokenBackend | None = None
    row: tuple[str, int] | None = None
    _made_jti: object = None

    def __init__(self, token: str | bytes | None = None, verify: bool = True, *, now: datetime | None = None) -> None:
        if not self.token_type or self.lifetime is None:
            raise TokenError(gettext_noop("Cannot create token with no type or lifetime"))
        self.token = token
        # Naive without USE_TZ.
        self.current_time = aware_utcnow() if now is None else datetime_from_epoch(seconds_of(now))
        if token is None:
            self.payload = self._new_claims()
            return
        # A project's own backend may only know the present time.
        at = {} if now is None else {"now": seconds_of(now)}
        self.payload = self._read(token, verify=verify, **at)
        if verify:
            check_tenant(self.payload)
            self.verify()

    @property
    def token_backend(self) -> TokenBackend:
        """What signs and verifies it: by default, as the settings say."""
        return self._token_backend or state.token_backend

    def get_token_backend(self) -> TokenBackend:
        """The same as ``token_backend``."""
        return self.token_backend

    @classmethod
    def for_user(cls, user: AbstractBaseUser | TokenUser, *, now: datetime | None = None) -> Self:
        """
        A new token for *user*, who is taken as authenticated. One for a disabled user is refused where it is used.

        Raises `UserNotFoundError` for a user that was never saved.
        """
        if not getattr(user, "is_active", True):
            logger.warning("A token was made for the inactive user %s. Did you mean to?", user.pk)
        if isinstance(user, Model) and not is_row_of(user, get_user_model()):
            logger.warning(
                "A token was made for a %s. It will belong to the user with the same key.", type(user).__name__
            )
        name = api_settings.USER_ID_FIELD
        identifier = getattr(user, attribute_for(name), getattr(user, name, None))
        if identifier is None:
            raise UserNotFoundError
        token = cls() if now is None else cls(now=now)
        token[api_settings.USER_ID_CLAIM] = str(identifier)
        if api_settings.CHECK_REVOKE_TOKEN:
            token[api_settings.REVOKE_TOKEN_CLAIM] = get_md5_hash_password(str(getattr(user, "password", "")))
        if isinstance(user, get_user_model()):
            token.owner = user
        return token

    @property
    def has_new_jti(self) -> bool:
        """Whether the identifier was made here and not written down yet, so that no row can have it."""
        jti = self.payload.get(api_settings.JTI_CLAIM)
        return self._made_jti is not None and self._made_jti == jti and (self.row is None or self.row[0] != jti)

    def verify(self) -> None:
        """Demand what every token has: a time at which it ends, an identifier, and the right type."""
        self.verify_user_model()
        self.check_exp()
        claim = api_settings.JTI_CLAIM
        if claim is not None and claim not in self.payload:
            raise MissingClaimError(gettext_noop("Token has no id"), reason=because.no_claim(claim, "JTI_CLAIM"))
        if api_settings.TOKEN_TYPE_CLAIM is not None:
            self.verify_token_type()
        check_required(self.payload, self.required_claims)

    def verify_token_type(self) -> None:
        """Demand that the token was issued as what it is used for now."""
        claim = api_settings.TOKEN_TYPE_CLAIM
        if claim not in self.payload:
            reason = because.no_claim(claim, "TOKEN_TYPE_CLAIM")
            raise MissingClaimError(gettext_noop("Token has no type"), reason=reason)
        if self.payload[claim] != self.token_type:
            raise WrongTokenTypeError(reason=because.wrong_type(claim, self.payload[claim], [self.token_type]))

    def set_jti(self) -> None:
        """Give the token a new identifier."""
        claim = api_settings.JTI_CLAIM
        if claim is not None:
            self._made_jti = self.payload[claim] = uuid4().hex

    def set_exp(self, claim: str = "exp", from_time: datetime | None = None, lifetime: timedelta | None = None) -> None:
        """Let *claim* be *lifetime* after *from_time*; by default, the class's lifetime after ``current_time``."""
        end = (from_time or self.current_time) + (self.lifetime if lifetime is None else lifetime)
        self.payload[claim] = datetime_to_epoch(end)

    def set_iat(self, claim: str = "iat", at_time: datetime | None = None) -> None:
        """Let *claim* be *at_time*; by default, ``current_time``."""
        self.payload[claim] = datetime_to_epoch(at_time or self.current_time)

    def check_exp(self, claim: str = "exp", current_time: datetime | None = None) -> None:
        """Raise `TokenError` if the time in *claim* has come, or if there is none."""
        if claim not in self.payload:
            raise MissingClaimError(gettext_noop("Token has no '{}' claim"), claim)
        leeway = self.get_token_backend().get_leeway().total_seconds()
        if read_time(self.payload[claim]) <= seconds_of(current_time or self.current_time) - leeway:
            raise ExpiredTokenError(gettext_noop("Token '{}' claim has expired"), claim)

    def outstand(self) -> tuple[OutstandingToken, bool] | None:
        """Write the token down, for classes that are written down."""
        return None

    def __repr__(self) -> str:
        return repr(self.payload)

    def __str__(self) -> str:
        """The signed token."""
        return self.get_token_backend().encode(self.payload)

    def _new_claims(self) -> dict[str, object]:
        claim = api_settings.TOKEN_TYPE_CLAIM
        self.payload = with_tenant({} if claim is None else {claim: self.token_type})
        self.set_exp(from_time=self.current_time, lifetime=self.lifetime)
        self.set_iat(at_time=self.current_time)
        self.set_jti()
        return self.payload

    def _read(self, token: str | bytes, *, verify: bool, **at: float) -> dict[str, object]:
        try:
            return self.get_token_backend().decode(token, verify=verify, **at)
        except TokenBackendExpiredToken as error:
            raise ExpiredTokenError from error
        except TokenBackendError as error:
            if isinstance(error, TokenError):
                raise
            raise TokenError from error


class BlacklistMixin(Generic[T]):
    """Tokens that can be recorded and revoked, if the app ``token_blacklist`` is installed."""

    payload: dict[str, object]

    def verify(self) -> None:
        """Refuse a revoked token, then check what every token must have."""
        if current() is not None:
            self.check_blacklist()
        super().verify()  # type: ignore[misc]  # the class it is mixed into

    @kept
    def check_blacklist(self) -> None:
        """Raise `TokenError` if the token was revoked."""
        records = current()
        if records is not None and records.is_blacklisted(cast(Token, self)):
            raise TokenBlacklistedError

    @kept
    def blacklist(self) -> tuple[BlacklistedToken, bool]:
        """Revoke the token. Returns its row, and whether that is new."""
        records = current()
        assert records is not None
        return records.blacklist(cast(Token, self))

    def outstand(self) -> tuple[OutstandingToken, bool] | None:
        """Write the token down. The row, and whether it is new; None where tokens are not written down."""
        records = current()
        return None if records is None else records.outstand(cast(Token, self))

    @classmethod
    def for_user(cls, user: AbstractBaseUser | TokenUser, *, now: datetime | None = None) -> Self:
        """A new token for *user*, which is written down."""
        # A class below may have Simple JWT's signature.
        at = {} if now is None else {"now": now}
        token: Self = super().for_user(user, **at)  # type: ignore[misc]  # the class it is mixed into
        records = current()
        if records is not None:
            records.outstand(cast(Token, token))
        return token


class SlidingToken(BlacklistMixin["SlidingToken"], Token, tokens.SlidingToken):
    """One token for both uses: it authenticates until ``exp``, and can be refreshed until ``refresh_exp``."""

    token_type = "sliding"
    lifetime = lifetime_in("SLIDING_TOKEN_LIFETIME")

    def _new_claims(self) -> dict[str, object]:
        super()._new_claims()
        lifetime = api_settings.SLIDING_TOKEN_REFRESH_LIFETIME
        self.set_exp(api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM, from_time=self.current_time, lifetime=lifetime)
        return self.payload


class AccessToken(Token, tokens.AccessToken):
    """What a client shows with each request."""

    token_type = "access"
    lifetime = lifetime_in("ACCESS_TOKEN_LIFETIME")


class RefreshToken(BlacklistMixin["RefreshToken"], Token, tokens.RefreshToken):
    """What a client exchanges for a new access token."""

    token_type = "refresh"
    lifetime = lifetime_in("REFRESH_TOKEN_LIFETIME")
    no_copy_claims: ClassVar[tuple[str | None, ...]] = not_copied()  # type: ignore[assignment]
    access_token_class: ClassVar[type[AccessToken]] = AccessToken

    @property
    def access_token(self) -> AccessToken:
        """A new access token with this token's other claims, issued at the same time; another one on each read."""
        access = self.access_token_class()
        access.set_exp(from_time=self.current_time)
        access.set_iat(at_time=self.current_time)
        kept = self.no_copy_claims
        access.payload.update({claim: value for claim, value in self.payload.items() if claim not in kept})
        return access


class UntypedToken(Token, tokens.UntypedToken):
    """A token of any type, for a look at its signature and claims alone."""

    token_type = "untyped"
    lifetime = timedelta()

    def verify_token_type(self) -> None:
        """Any type will do."""
