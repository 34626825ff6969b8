"""
REST framework authentication by ``Authorization: Bearer …``, or by a cookie where the settings name one.

    REST_FRAMEWORK = {
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "drf_signet_compat.drf_jwt.v1_19.authentication.JSONWebTokenAuthentication",
        ],
    }
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet.exceptions import answering
from drf_signet_compat.drf_jwt.cookies import refuse_foreign_page
from drf_signet_compat.drf_jwt.errors import NotAcceptedError
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.tokens import decoded_by
from drf_signet_compat.drf_jwt.users import active_user_or
from drf_signet_compat.drf_jwt.v1_19.exceptions import InvalidAuthorizationCredentials, MissingToken
from drf_signet_compat.drf_jwt.v1_19.revocation import is_blacklisted, is_revocable
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings


class JSONWebTokenAuthentication(BaseAuthentication):
    """
    Authenticates by the header, or else by a cookie, which pages of other origins may not use.

    ``request.auth`` is the token.
    """

    www_authenticate_realm = "api"

    @classmethod
    def jwt_create_payload(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """JWT_PAYLOAD_HANDLER."""
        return api_settings.JWT_PAYLOAD_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_encode_payload(cls, *args: Any, **kwargs: Any) -> str:
        """JWT_ENCODE_HANDLER."""
        return api_settings.JWT_ENCODE_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_decode_token(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """JWT_DECODE_HANDLER. Raises `TokenError`."""
        return decoded_by(api_settings.JWT_DECODE_HANDLER, *args, **kwargs)

    @classmethod
    def jwt_get_username_from_payload(cls, *args: Any, **kwargs: Any) -> Any:
        """JWT_PAYLOAD_GET_USERNAME_HANDLER."""
        return api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_create_response_payload(cls, *args: Any, **kwargs: Any) -> Any:
        """JWT_RESPONSE_PAYLOAD_HANDLER."""
        return api_settings.JWT_RESPONSE_PAYLOAD_HANDLER(*args, **kwargs)

    @answering
    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, str] | None:
        """The user and the token, or None where the request carries no token of ours."""
        try:
            token = self.get_token_from_request(request)
        except MissingToken:
            return None
        if token is None:
            return None
        payload = self._payload(token)
        if is_blacklisted(token, payload):
            raise PermissionDenied(_("Token is blacklisted."))
        return self.authenticate_credentials(payload), token

    @classmethod
    def get_token_from_request(cls, request: Request) -> str | None:
        """
        The token in the header, or else in a cookie; None where the header is of another scheme.

        Raises `MissingToken`, or a 403 where the page that sent the cookie may not.
        """
        try:
            return cls.get_token_from_authorization_header(get_authorization_header(request).decode())
        except (InvalidAuthorizationCredentials, UnicodeDecodeError):
            token = cls.get_token_from_cookies(request.COOKIES)
        refuse_foreign_page(request, signed_in_by_cookie=True)
        return token

    @classmethod
    def get_token_from_authorization_header(cls, authorization_header: str) -> str | None:
        """
        The token in *authorization_header*, or None where it is of another scheme.

        Raises `InvalidAuthorizationCredentials` unless it is two words.
        """
        try:
            prefix, token = authorization_header.split(" ")
        except ValueError:
            raise InvalidAuthorizationCredentials from None
        if not cls.prefixes_match(prefix):
            return None
        if not token:
            raise InvalidAuthorizationCredentials
        return token

    @classmethod
    def prefixes_match(cls, prefix: str) -> bool:
        """Whether *prefix* is JWT_AUTH_HEADER_PREFIX, in any case."""
        return prefix.lower() == api_settings.JWT_AUTH_HEADER_PREFIX.lower()

    @classmethod
    def get_token_from_cookies(cls, cookies: Mapping[str, str]) -> str:
        """The token of the impersonated user, or else of the user. Raises `MissingToken`."""
        if api_settings.JWT_IMPERSONATION_COOKIE and cookies.get(api_settings.JWT_IMPERSONATION_COOKIE):
            return cookies[api_settings.JWT_IMPERSONATION_COOKIE]
        if api_settings.JWT_AUTH_COOKIE and api_settings.JWT_AUTH_COOKIE in cookies:
            return cookies[api_settings.JWT_AUTH_COOKIE]
        raise MissingToken

    def authenticate_credentials(self, payload: Mapping[str, Any]) -> AbstractBaseUser:
        """The active user that *payload* names. Raises `AuthenticationFailed`."""
        username = self.jwt_get_username_from_payload(payload)
        if not username:
            raise AuthenticationFailed(_("Invalid payload."))
        if api_settings.JWT_TOKEN_ID == "require" and not is_revocable(payload):
            raise AuthenticationFailed(_("Invalid token."))
        return active_user_or(AuthenticationFailed, _("Invalid token."), username)

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return f'{api_settings.JWT_AUTH_HEADER_PREFIX} realm="{self.www_authenticate_realm}"'

    def _payload(self, token: str) -> dict[str, Any]:
        try:
            return self.jwt_decode_token(token)
        except ExpiredTokenError:
            raise AuthenticationFailed(_("Token has expired.")) from None
        except NotAcceptedError:
            raise AuthenticationFailed(_("Invalid token.")) from None
        except TokenError:
            raise AuthenticationFailed(_("Error decoding token.")) from None


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
