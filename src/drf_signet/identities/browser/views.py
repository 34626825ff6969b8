"""
The endpoints of identities for browsers: the refresh token goes into the cookie, and no page sees it.

A page asks ``start/`` for the URL at the provider, and goes there. The provider sends the browser back to
``callback/``, which leads it to PROVIDER_RETURN_URL. Behaviour is changed by a subclass, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, ValidationError
from rest_framework.parsers import BaseParser, FormParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.answering_views import SerializerClass
from drf_signet.errors import PageUnavailableError, StateLostError
from drf_signet.exceptions import error_behind
from drf_signet.identities.browser.serializers import StartSerializer
from drf_signet.identities.own_user import own_user
from drf_signet.identities.provider_requests import LIFETIME
from drf_signet.identities.providers.apple import names_in, user_with
from drf_signet.identities.redirects import Return, session_of
from drf_signet.identities.return_page import LINKED, SIGNED_IN, return_page, with_error
from drf_signet.identities.serializers import IdentitySignInSerializer, ReturnSerializer
from drf_signet.identities.state_cookie import browser_of, secret_for, state_cookie
from drf_signet.request_body import read_body
from drf_signet.sessions.authentication import JWTAuthentication
from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.views import BrowserViewBase
from drf_signet.sessions.claims import session_id_of
from drf_signet.sessions.permissions import RecentSignIn
from drf_signet.sessions.tokens import RefreshToken

__all__ = [
    "BrowserIdentitySignInView",
    "ProviderCallbackView",
    "ProviderStartView",
    "identity_sign_in",
    "provider_callback",
    "provider_start",
]

APP: Final = "drf_signet.identities"
HERE: Final = "start/"
BACK: Final = "callback/"
LONGEST_WAY_BACK: Final = 8_000


class _IssuingView(BrowserViewBase):
    needs_app = APP

    def token_class(self) -> type[RefreshToken]:
        """The class of the refresh tokens that the project's sign-in gives."""
        issuing = getattr(self.get_serializer_class(), "token_serializer_class", None)
        found: type[RefreshToken] = getattr(issuing, "token_class", RefreshToken)
        return found

    def sign_in_anew(self, response: Response) -> Response:
        """*response* with its refresh token in the cookie. The session of the cookie that was there ends."""
        response = self.hand_out(response)
        if self.presented is not None and response.cookies:
            self.end(self.presented)
        return response


class BrowserIdentitySignInView(_IssuingView):
    """
    Sign in with a code or an id_token that the page got from a provider. The refresh token is in the cookie.

    If the browser still has a cookie of another session, that session ends.
    """

    opens_accounts = True
    serializer_class: SerializerClass | None = IdentitySignInSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the access token; 400, 401, 403, 404, 409, 415, 429, 501 or 503 otherwise."""
        return self.sign_in_anew(super().post(request, *args, **kwargs))


class ProviderStartView(_IssuingView):
    """
    Begin a sign-in with a provider, or link who you are there: the answer has the URL to which the page goes.

    Linking needs the access token of a recent sign-in.
    """

    leads_to_return_page = True
    opens_accounts = True
    serializer_class: SerializerClass | None = StartSerializer
    link_authentication_class: type[BaseAuthentication] = JWTAuthentication

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the URL, and the cookie that binds the way back to this browser; 400 to 503 otherwise."""
        body = read_body(request)
        is_link = isinstance(body, Mapping) and body.get("link") is True
        self.session_id = self.signed_in_session(request) if is_link else session_of(self.presented, RefreshToken)
        self.browser = secret_for(request)
        response = super().post(request, *args, **kwargs)
        state_cookie().set_on(response, self.browser, int(LIFETIME.total_seconds()))
        return response

    def get_serializer_context(self) -> dict[str, Any]:
        """What the serializer needs of the request."""
        own = {name: getattr(self, name, None) for name in ("browser", "session_id")}
        return {**super().get_serializer_context(), **own, "redirect_uri": self.redirect_uri()}

    def redirect_uri(self) -> str:
        """To where the provider sends the browser back: to ``callback/`` beside this address."""
        path = self.request.path
        place = path if path.endswith("/") else f"{path}/"
        return str(self.request.build_absolute_uri(f"{place.removesuffix(HERE)}{BACK}"))

    def signed_in_session(self, request: Request) -> UUID:
        """The session of the access token. Raises a 401 where there is none, or the sign-in is too old."""
        found = self.link_authentication_class().authenticate(request)
        if found is None:
            raise NotAuthenticated
        request.user, request.auth = found
        own_user(request)
        RecentSignIn().has_permission(request, self)
        # What another issuer calls a session may be somebody else's here.
        return session_id_of(found[1].payload if found[1].issuer is None else {})


class ProviderCallbackView(_IssuingView):
    """
    Where a provider sends the browser back to. Whatever happened, the browser is led to PROVIDER_RETURN_URL.

    A provider that sends a form (Apple) gets a redirect to the same as a GET: only that brings our cookies along.
    """

    http_method_names = ["get", "post", "options"]  # Django's own name; a HEAD must not use up anything
    serializer_class: SerializerClass | None = ReturnSerializer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anything is read: the form of another site is welcome here, as nothing is done by it."""
        if request.method == "POST":
            APIView.initial(self, request, *args, **kwargs)
            return
        super().initial(request, *args, **kwargs)
        self.presented = refresh_cookie().read_from(request)

    def get_parsers(self) -> list[BaseParser]:
        """A form (OAuth 2.0 Form Post Response Mode)."""
        return [FormParser()]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """Nothing is rendered, whatever a browser would rather have."""
        return JSONRenderer(), JSONRenderer.media_type

    def get_serializer_context(self) -> dict[str, Any]:
        """What the serializer needs of the request."""
        return {**super().get_serializer_context(), "browser": browser_of(self.request)}

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """303 to the page, with the refresh token in the cookie after a sign-in."""
        serializer = self.get_serializer(data=_given(request.GET))
        if not serializer.is_valid():
            raise StateLostError
        done = self.sign_in_anew(self.answer(serializer))
        return _to(f"{return_page(request)}#{SIGNED_IN if done.cookies else LINKED}", done)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """303 to this address, as a GET."""
        given = {name: text for name, text in _given(read_body(request)).items() if text}
        # Clients and proxies take a header of a few thousand bytes, and no provider needs as many.
        if len(urlencode(given)) > LONGEST_WAY_BACK:
            given.pop("user", None)
        if len(urlencode(given)) > LONGEST_WAY_BACK:
            raise StateLostError
        return _to(f"?{urlencode(given)}", Response())

    def handle_exception(self, exc: Exception) -> Response:
        """303 to the page, with the code of the refusal. Errors of nobody's but ours are raised."""
        refused = super().handle_exception(exc)
        if isinstance(exc, MethodNotAllowed):
            return refused
        try:
            return _to(with_error(return_page(self.request), _code_of(exc, refused.data)), Response())
        except PageUnavailableError:
            return refused


def _given(said: Mapping[str, Any]) -> dict[str, str]:
    """What *said* has of a `Return`. Of a user it keeps the names alone, so that nothing else gets into an address."""
    found = {name: said.get(name) or "" for name in Return._fields}
    return {**found, "user": user_with(names_in(found["user"]))}


def _code_of(exc: Exception, body: object) -> str:
    # What a project's own code refuses here has a code of its own, and its handler may answer in its own way.
    said = body.get("code") if isinstance(body, Mapping) else None
    error = error_behind(exc)
    return str(said or (ValidationError.default_code if error is None else error.code))


def _to(place: str, response: Response) -> Response:
    # Not Django's class for redirects, which knows no apps.
    response.status_code = status.HTTP_303_SEE_OTHER
    response.data = None
    response["Location"] = place
    return response


identity_sign_in = BrowserIdentitySignInView.as_view()
provider_start = ProviderStartView.as_view()
provider_callback = ProviderCallbackView.as_view()
