"""The endpoints for browsers: those of `drf_signet.mailed_codes.views`, with request and refresh token in cookies."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.answering_views import SerializerClass
from drf_signet.mailed_codes import views
from drf_signet.mailed_codes.browser import serializers
from drf_signet.mailed_codes.browser.cookies import request_cookie
from drf_signet.mailed_codes.rows import LIFETIME
from drf_signet.sessions.browser.views import BrowserViewBase

__all__ = [
    "BrowserSignInCodeConfirmView",
    "BrowserSignInCodeView",
    "BrowserSignInLinkView",
    "browser_sign_in_code",
    "browser_sign_in_code_confirm",
    "browser_sign_in_link",
]


class BrowserSignInCodeView(views.SignInCodeView, BrowserViewBase):
    """
    Ask for a code by e-mail, to sign in without a password, in this browser.

    The answer is the same for every address. A cookie remembers that this browser asked.
    """

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200, and the cookie is set; 400, 403, 415, 429 or 503 otherwise."""
        response = super().post(request, *args, **kwargs)
        answer = dict(response.data)
        request_cookie().set_on(response, str(answer.pop("request")), int(LIFETIME.total_seconds()))
        response.data = answer
        return response


class _OpeningView(views.MailedCodeViewBase, BrowserViewBase):
    def get_serializer_context(self) -> dict[str, Any]:
        """The context, with what is in the cookie. Raises `AmbiguousCookieError` for two."""
        asked = request_cookie().read_from(self.request)
        return {**super().get_serializer_context(), serializers.ASKED: asked}

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the access token; 400, 401, 403, 409, 415, 429, 501 or 503 otherwise."""
        response = self.hand_out(super().post(request, *args, **kwargs))
        if self.presented is not None and response.cookies:
            self.end(self.presented)
        request_cookie().delete_from(response)
        return response


class BrowserSignInCodeConfirmView(_OpeningView, views.SignInCodeConfirmView):
    """
    Sign in with the code that was mailed, in the browser that asked for it.

    A code works once, for ten minutes. After five tries, only a new one does.
    """

    serializer_class: SerializerClass | None = serializers.BrowserSignInCodeConfirmSerializer


class BrowserSignInLinkView(_OpeningView, views.SignInLinkView):
    """
    Sign in with the token of the link that was mailed.

    In another browser than the one that asked, the first answer is a 409: show the user from where the link was asked
    for, and send the token again with `confirmed` once they say that it was them.
    """

    serializer_class: SerializerClass | None = serializers.BrowserSignInLinkSerializer


browser_sign_in_code = BrowserSignInCodeView.as_view()
browser_sign_in_code_confirm = BrowserSignInCodeConfirmView.as_view()
browser_sign_in_link = BrowserSignInLinkView.as_view()
