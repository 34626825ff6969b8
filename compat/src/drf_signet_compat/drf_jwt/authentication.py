"""
REST framework authentication by ``Authorization: JWT …``, or by a cookie where JWT_AUTH_COOKIE names one.

    REST_FRAMEWORK = {
        "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet_compat.drf_jwt.authentication.JSONWebTokenAuthentication"],
    }
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet.exceptions import answering
from drf_signet_compat.drf_jwt.cookies import refuse_foreign_page
from drf_signet_compat.drf_jwt.errors import NotAcceptedError
from drf_signet_compat.drf_jwt.imported_names import handler_name
from drf_signet_compat.drf_jwt.settings import api_settings, reader
from drf_signet_compat.drf_jwt.tokens import decoded_by
from drf_signet_compat.drf_jwt.users import active_user_or


class BaseJSONWebTokenAuthentication(BaseAuthentication):
    """Authenticates by the token that a subclass finds in the request. ``request.auth`` is that token."""

    def get_jwt_value(self, request: Request) -> str | bytes | None:
        """The token in *request*, or None."""
        raise NotImplementedError

    @answering
    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, str | bytes] | None:
        """The user and the token, or None where the request carries no token of ours."""
        token = self.get_jwt_value(request)
        if token is None:
            return None
        try:
            payload = decoded_by(api_settings.JWT_DECODE_HANDLER, token)
        except ExpiredTokenError:
            raise AuthenticationFailed(_("Signature has expired.")) from None
        except NotAcceptedError:
            raise AuthenticationFailed from None
        except TokenError:
            raise AuthenticationFailed(_("Error decoding signature.")) from None
        return self.authenticate_credentials(payload), token

    def authenticate_credentials(self, payload: Mapping[str, Any]) -> AbstractBaseUser:
        """The active user that *payload* names. Raises `AuthenticationFailed`."""
        username = api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(payload)
        if not username:
            raise AuthenticationFailed(_("Invalid payload."))
        return active_user_or(AuthenticationFailed, _("Invalid signature."), username)


class JSONWebTokenAuthentication(BaseJSONWebTokenAuthentication):
    """Authenticates by the header, or else by the cookie, which pages of other origins may not use."""

    www_authenticate_realm = "api"

    def get_jwt_value(self, request: Request) -> str | bytes | None:
        """The token in *request*, or None. Raises `AuthenticationFailed` for a header that holds no one token."""
        words = get_authorization_header(request).split()
        if not words:
            return self.get_cookie(request)
        if words[0].lower() != api_settings.JWT_AUTH_HEADER_PREFIX.lower().encode():
            return None
        if len(words) == 1:
            raise AuthenticationFailed(_("Invalid Authorization header. No credentials provided."))
        if len(words) > 2:
            raise AuthenticationFailed(_("Invalid Authorization header. Credentials string should not contain spaces."))
        return words[1]

    def get_cookie(self, request: Request) -> str | None:
        """The token in the cookie. Raises a 403 where the page that sent it may not."""
        if not api_settings.JWT_AUTH_COOKIE:
            return None
        token: str | None = request.COOKIES.get(api_settings.JWT_AUTH_COOKIE)
        if token is not None:
            refuse_foreign_page(request, signed_in_by_cookie=True)
        return token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return f'{api_settings.JWT_AUTH_HEADER_PREFIX} realm="{self.www_authenticate_realm}"'


def __getattr__(name: str) -> Any:
    return handler_name(__name__, name, reader)
