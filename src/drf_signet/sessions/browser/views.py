"""
The endpoints for browsers. They are those of `drf_signet.sessions.views`, with the refresh token taken from the cookie
and put into it, so a ``serializer_class`` that was made for those works here unchanged.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.utils.mediatypes import media_type_matches

from drf_signet.answering_views import SerializerClass
from drf_signet.conf import get_settings
from drf_signet.errors import (
    ExpiredTokenError,
    SessionExpiredError,
    SessionNotFoundError,
    SessionRevokedError,
    SignetError,
    TokenError,
    TokenReusedError,
    TokenUserError,
    UnavailableError,
    WrongTenantError,
)
from drf_signet.exceptions import error_behind
from drf_signet.refusal_log import REFUSALS
from drf_signet.sessions import serializers, views
from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.device_cookie import browser_of, keep_browser
from drf_signet.sessions.browser.errors import CookieMissingError, CookieTooLargeError
from drf_signet.sessions.browser.permissions import TrustedOrigin
from drf_signet.sessions.browser.token_removal import without_refresh_token
from drf_signet.sessions.device import in_browser
from drf_signet.sessions.serializers import seconds_left
from drf_signet.sessions.sign_out import sign_out
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import Token, UntypedToken
from signet_tokens.jws import MAXIMUM_LENGTH

__all__ = [
    "BrowserViewBase",
    "LogoutAllView",
    "LogoutView",
    "NonRotatingTokenRefreshView",
    "RotatingTokenRefreshView",
    "TokenObtainPairView",
    "TokenRefreshView",
    "TokenViewBase",
    "logout",
    "logout_all",
    "token_obtain_pair",
    "token_refresh",
]

SAID: Final = ("Sec-Fetch-Site", "Origin", "Cookie")
"""The headers of a request on which the answer depends."""

TOKEN: Final = re.compile(rf"[\w.-]{{1,{MAXIMUM_LENGTH}}}", re.ASCII)
"""What a refresh token can look like at all (RFC 7515 section 7.1)."""

UNSAID: Final = "text/plain"
"""What a content type is where there is none (RFC 2045 section 5.2), for Python's `wsgiref`."""

OVER: Final = (
    SessionRevokedError,
    SessionExpiredError,
    SessionNotFoundError,
    TokenReusedError,
    TokenUserError,
    CookieTooLargeError,
)
"""
Errors after which the session is over for good.

If two tabs refresh at once, one may lose for another reason: to delete the cookie then would delete the one that the
winner got.
"""

logger: Final = logging.getLogger("drf_signet")


def is_json(media_type: str) -> bool:
    """Whether *media_type* is JSON, or made of it (RFC 6839 section 3.1). No page sends that elsewhere unasked."""
    kind, _, subtype = media_type.partition(";")[0].strip(" \t").lower().partition("/")
    return kind == "application" and (subtype == "json" or subtype.endswith("+json"))


class BrowserViewBase(views.SessionViewBase):
    """Accepts JSON from pages that may send it, and moves the refresh token from the body into the cookie."""

    presented: str | None = None
    """The refresh token in the cookie of the request."""

    issued: Mapping[str, Token] = MappingProxyType({})
    """The tokens that the serializer signed for the answer, by what goes over the wire."""

    browser: str = ""
    """What tells this browser from others; see `device_cookie`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer. A session that is opened meanwhile is that of this browser."""
        self.browser = browser_of(request)
        with in_browser(self.browser):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """
        Before anything is read, refuse pages of other origins, bodies other than JSON, and two cookies with the same
        name.
        """
        # Not in ``permission_classes``: a subclass that has others would be open to every page.
        TrustedOrigin().has_permission(request, self)
        # REST framework's pages offer a form for each of these.
        self.parser_classes = list(map(type, request.parsers or ()))
        super().initial(request, *args, **kwargs)
        if request.method == "POST":
            self.check_content_type(request)
            self.presented = refresh_cookie().read_from(request)

    def get_parsers(self) -> list[BaseParser]:
        """Those of the project that read JSON, such as one that renames keys; otherwise, REST framework's own."""
        parsers = [one for one in super().get_parsers() if is_json(one.media_type)]
        is_plain_read = any(media_type_matches(one.media_type, JSONParser.media_type) for one in parsers)
        return parsers if is_plain_read else [*parsers, JSONParser()]

    def check_content_type(self, request: Request) -> None:
        """Raise `UnsupportedMediaType` unless the body is said to be JSON, or nothing is said of none."""
        content_type = request.content_type
        # Django's server of development says of a request without a content type that it is plain text.
        is_unsaid = not content_type or (content_type == UNSAID and request.stream is None)
        # A page elsewhere can send a form or plain text without a preflight request.
        if not is_unsaid and not is_json(content_type):
            raise UnsupportedMediaType(content_type, _("Send JSON, with the header Content-Type: application/json."))

    def token_class(self) -> type[RefreshToken]:
        """The class of the refresh tokens of this endpoint's serializer."""
        found: type[RefreshToken] = getattr(self.get_serializer_class(), "token_class", RefreshToken)
        return found

    def cookie_age(self, token: Token) -> int | None:
        """
        For how many seconds the browser keeps the cookie of the refresh *token*: for as long as that is good.

        None lets it forget the cookie when it is closed. A subclass of the sign-in that says so needs one of the
        refresh that says the same, as each refresh sets the cookie anew.
        """
        return seconds_left(token)

    def answer(self, serializer: BaseSerializer[Any]) -> Response:
        """The answer for a valid *serializer*. Keeps the tokens that it issued."""
        self.issued = getattr(serializer, "issued", self.issued)
        return super().answer(serializer)

    def hand_out(self, response: Response) -> Response:
        """
        *response*, with its refresh token moved into the cookie; without one, that in the cookie stays.

        Raises `CookieTooLargeError`, and ends the session.
        """
        answer, raw = without_refresh_token(response.data, self.issued)
        if raw is None:
            return response
        try:
            refresh_cookie().set_on(response, raw, self.cookie_age(self._read(raw)))
        except CookieTooLargeError as error:
            logger.error("No browser keeps a token of %s bytes: %s", len(raw), error.message)  # noqa: TRY400  # no bug
            self.end(raw)
            raise
        keep_browser(response, self.browser)
        response.data = answer
        return response

    def _read(self, raw: str) -> Token:
        token = self.issued.get(raw)
        if token is None:
            return UntypedToken(raw)
        # In the last second of a session, its token is past its time already.
        if seconds_left(token) <= -get_settings().leeway:
            raise ExpiredTokenError
        return token

    def end(self, raw: str) -> None:
        """End the session of *raw*, if it is the token of one."""
        with suppress(SignetError):
            sign_out(raw, self.token_class())

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache, and say what it depends on."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, SAID)
        return response


TokenViewBase = BrowserViewBase
"""The name that it has without cookies."""


class CookieViewBase(BrowserViewBase):
    """Gives the serializer the refresh token in the cookie. The body is read, and ignored."""

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer[Any]:
        """The serializer of the endpoint. REST framework's pages get one without fields, so they ask for no token."""
        if not args and not kwargs:
            return Serializer(context=self.get_serializer_context())
        return super().get_serializer(*args, **kwargs)

    def read(self, request: Request) -> Any:
        """The token. Raises `ParseError`, `CookieMissingError`, and `TokenError` for what can't be a token at all."""
        super().read(request)
        if self.presented is None:
            raise CookieMissingError
        if TOKEN.fullmatch(self.presented) is None:
            raise TokenError
        return {"refresh": self.presented}


class TokenObtainPairView(BrowserViewBase, views.TokenObtainPairView):
    """
    Sign in: exchange credentials for an access token, and a refresh token in the cookie.

    If the browser still has a cookie of another session, that session ends.
    """

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the access token; 400, 401, 403, 415, 429, 501 or 503 otherwise."""
        response = self.hand_out(super().post(request, *args, **kwargs))
        if self.presented is not None and response.cookies:
            self.end(self.presented)
        return response


class TokenRefreshView(CookieViewBase, views.TokenRefreshView):
    """
    Exchange the refresh token in the cookie for the next one and a new access token.

    The old refresh token is void. Parallel requests, such as those of two tabs, get the same new one. If
    ROTATE_REFRESH_TOKENS is False, the cookie stays as it is.
    """

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the access token; 400, 401, 403, 409, 415, 429, 501 or 503 otherwise."""
        return self.hand_out(super().post(request, *args, **kwargs))

    def handle_exception(self, exc: Exception) -> Response:
        """The refusal; it deletes the cookie only where the session is really over."""
        response = super().handle_exception(exc)
        if isinstance(error_behind(exc), OVER):
            refresh_cookie().delete_from(response)
        return response


class RotatingTokenRefreshView(TokenRefreshView):
    """Exchange the refresh token in the cookie for the next one, whatever ROTATE_REFRESH_TOKENS says."""

    serializer_class: SerializerClass | None = serializers.RotatingTokenRefreshSerializer


class NonRotatingTokenRefreshView(TokenRefreshView):
    """
    Exchange the refresh token in the cookie for a new access token, whatever ROTATE_REFRESH_TOKENS says.

    The cookie stays as it is. A stolen one works until it expires or its session ends, and nobody notices.
    """

    serializer_class: SerializerClass | None = serializers.NonRotatingTokenRefreshSerializer


class LogoutView(CookieViewBase, views.LogoutView):
    """Sign out in this browser. The answer is the same if nobody is signed in."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """204, and the cookie is deleted, unless it is another tenant's; 400, 403, 415 or 503 otherwise."""
        response = Response(status=status.HTTP_204_NO_CONTENT)
        try:
            super().post(request, *args, **kwargs)
        except CookieMissingError:
            pass
        except UnavailableError:
            raise
        except WrongTenantError:
            return response
        except TokenError as error:
            REFUSALS.tell(error)
        refresh_cookie().delete_from(response)
        return response


class LogoutAllView(LogoutView, views.LogoutAllView):
    """Sign out in this browser and on every other device. The answer is the same if nobody is signed in."""


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
logout = LogoutView.as_view()
logout_all = LogoutAllView.as_view()
