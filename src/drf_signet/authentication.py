"""
REST framework authentication by a token in the ``Authorization`` header (RFC 6750 section 2.1).

    JWTAuthentication                one query: the user is loaded, and must still exist and be allowed in
    JWTStatelessUserAuthentication   no query: the user is what the token says, until it expires
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from rest_framework import HTTP_HEADER_ENCODING
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.settings import api_settings

from drf_signet.challenges import parameter
from drf_signet.conf import get_schemes, get_settings, imported
from drf_signet.errors import TokenError, UnavailableError
from drf_signet.exceptions import InvalidHeader, InvalidToken, answering
from drf_signet.foreign_tokens import ForeignToken, is_foreign
from drf_signet.foreign_users import foreign_user, token_user
from drf_signet.models import TokenUser
from drf_signet.refusal_log import REFUSALS
from drf_signet.resource_metadata import resource_metadata_url
from drf_signet.tokens import Token
from drf_signet.user_identifier import has_users
from drf_signet.user_model import label_of
from drf_signet.users import user_of
from signet_tokens.claim_reasons import no_user
from signet_tokens.translatable_text import gettext_noop as _

__all__ = ["JWTAuthentication", "JWTStatelessUserAuthentication", "JWTTokenUserAuthentication"]

NO_USER = _("Token contained no recognizable user identification")


class JWTAuthentication(BaseAuthentication):
    """
    Authenticates by an access token and loads its user: one query.

    It refuses the tokens of a deleted or disabled user at once. With CHECK_REVOKE_TOKEN, it also refuses tokens from
    before a password change. ``request.auth`` is the token.
    """

    www_authenticate_realm = "api"
    media_type = "application/json"
    user_model: type[Model] | str | None = None
    """Whose tokens are taken: those of classes with the same ``user_model``."""

    needs_users: ClassVar[bool] = True
    """Whether a user model has to be there, which a check asks."""

    needs_app: ClassVar[str | None] = None
    """The app whose tables it reads, if any, which a check asks."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Let an ``authenticate`` of one's own, such as one that reads a cookie, answer 503 for what is away, too."""
        super().__init_subclass__(**kwargs)
        if "authenticate" in vars(cls):
            cls.authenticate = answering(cls.authenticate)  # type: ignore[method-assign]

    @answering
    def authenticate(self, request: Request) -> tuple[AbstractBaseUser | TokenUser, Token] | None:
        """The user and the token, or None where the request carries no token of ours."""
        header = self.get_header(request)
        raw_token = self.get_raw_token(header) if header is not None else None
        if raw_token is None:
            return None
        validated_token = self.get_validated_token(raw_token)
        return self.get_user(validated_token), validated_token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401 (RFC 6750 section 3), and where the issuer is named (RFC 9728 section 5.1)."""
        challenge = f'{get_settings().header_types[0]} realm="{self.www_authenticate_realm}"'
        url = resource_metadata_url(request)
        return challenge if url is None else challenge + parameter("resource_metadata", url)

    def get_header(self, request: Request) -> bytes | None:
        """The bytes of the header, if there is one."""
        # Going through REST framework's proxy for META would take as long as the signature cache saves.
        meta = getattr(request, "_request", request).META
        header: str | bytes | None = meta.get(get_settings().AUTH_HEADER_NAME)
        return header.encode(HTTP_HEADER_ENCODING, "replace") if isinstance(header, str) else header

    def get_raw_token(self, header: bytes) -> bytes | None:
        """
        The token in *header*, or None if it is of a scheme not ours.

        Raises `InvalidHeader` for our scheme with no token, or with more than one word.
        """
        scheme, _, credentials = header.strip(b" ").partition(b" ")
        if scheme.lower() not in get_schemes():
            return None
        raw_token = credentials.lstrip(b" ")
        if not raw_token or b" " in raw_token:
            raise InvalidHeader
        return raw_token

    @answering
    def get_validated_token(self, raw_token: bytes) -> Token:
        """
        *raw_token* as the first of AUTH_TOKEN_CLASSES that accepts it, or as a token of one of ISSUERS.

        Raises `InvalidToken`.
        """
        messages = []
        errors = []
        for token_class in self._token_classes(raw_token):
            try:
                return token_class(raw_token)
            except UnavailableError:
                # Also where it is a TokenError, too: nothing is wrong with the token.
                raise
            except TokenError as error:
                errors.append(error)
                refusal = {"token_class": token_class.__name__, "token_type": token_class.token_type}
                messages.append({**refusal, "message": error.message})
        REFUSALS.tell_of(errors)
        raise InvalidToken({"detail": _("Given token not valid for any token type"), "messages": messages})

    def _token_classes(self, raw_token: bytes) -> Iterator[type[Token]]:
        label = label_of(self.user_model)
        if is_foreign(raw_token):
            # An issuer knows nothing of our models.
            yield from [ForeignToken] if label is None else []
            return
        for path in get_settings().AUTH_TOKEN_CLASSES:
            token_class: type[Token] = imported(path)
            if label_of(token_class.user_model) == label:
                yield token_class

    @answering
    def get_user(self, validated_token: Token) -> AbstractBaseUser | TokenUser:
        """The user that *validated_token* names. Raises `AuthenticationFailed` or `InvalidToken`."""
        if isinstance(validated_token, ForeignToken):
            return foreign_user(validated_token)
        claim = get_settings().USER_ID_CLAIM
        if claim not in validated_token:
            REFUSALS.tell(TokenError(reason=no_user(claim)))
            raise InvalidToken(NO_USER)
        return user_of(validated_token)


class JWTStatelessUserAuthentication(JWTAuthentication):
    """
    Authenticates by an access token alone: no query.

    ``request.user`` is a TOKEN_USER_CLASS made of the claims. A user who was disabled or deleted is in until the
    token expires: at most ACCESS_TOKEN_LIFETIME.
    """

    needs_users = False

    def get_user(self, validated_token: Token) -> TokenUser:
        """A user made of the claims. Raises `InvalidToken` where they name none."""
        if isinstance(validated_token, ForeignToken):
            return token_user(validated_token)
        claim = get_settings().USER_ID_CLAIM
        identifier = validated_token.get(claim)
        if not isinstance(identifier, (str, int)) or isinstance(identifier, bool):
            REFUSALS.tell(TokenError(reason=no_user(claim)))
            raise InvalidToken(NO_USER)
        user_class: type[TokenUser] = imported(get_settings().TOKEN_USER_CLASS)
        return user_class(validated_token)


JWTTokenUserAuthentication = JWTStatelessUserAuthentication
"""The name that Simple JWT had for it before."""


def looks_up_users() -> bool:
    """Whether there are users, and a class that authenticates by default asks for the row of one."""
    ours = [one for one in api_settings.DEFAULT_AUTHENTICATION_CLASSES if hasattr(one, "needs_users")]
    return has_users() and (not ours or any(one.needs_users for one in ours))
