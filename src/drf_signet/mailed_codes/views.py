"""
The endpoints of codes. Behaviour is changed by a subclass with another ``serializer_class``, named in ``urls.py``.

All of them are open to everybody, and ignore the ``Authorization`` header. A GET changes nothing: programs that open
the links in mails use up none.
"""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.answering_views import SerializerClass
from drf_signet.mailed_codes import serializers
from drf_signet.sessions.views import SessionViewBase

__all__ = [
    "MailedCodeViewBase",
    "SignInCodeConfirmView",
    "SignInCodeView",
    "SignInLinkView",
    "sign_in_code",
    "sign_in_code_confirm",
    "sign_in_link",
]


class MailedCodeViewBase(SessionViewBase):
    """Says what is wrong with a field by a ``code``, too."""

    needs_app = "drf_signet.mailed_codes"

    def code_of(self, answer: Exception) -> str | None:
        """That of the flow's error, or ``invalid``."""
        invalid = ValidationError.default_code if isinstance(answer, ValidationError) else None
        return super().code_of(answer) or invalid


class SignInCodeView(MailedCodeViewBase):
    """
    Ask for a code by e-mail, to sign in without a password.

    The answer is the same for every address, but for the random `request`, which the code has to be sent with. Keep it
    on the device that asks.
    """

    serializer_class: SerializerClass | None = serializers.SignInCodeSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the request; 400, 403, 429 or 503 otherwise."""
        return super().post(request, *args, **kwargs)


class SignInCodeConfirmView(MailedCodeViewBase):
    """
    Sign in with the code that was mailed, and the `request` with which it was asked for.

    A code works once, for ten minutes. After five tries, only a new one does.
    """

    serializer_class: SerializerClass | None = serializers.SignInCodeConfirmSerializer


class SignInLinkView(MailedCodeViewBase):
    """
    Sign in with the token of the link that was mailed.

    On the device that asked, send the `request`, too. On another one, the first answer is a 409: show the user from
    where the link was asked for, and send the token again with `confirmed` once they say that it was them.
    """

    serializer_class: SerializerClass | None = serializers.SignInLinkSerializer


sign_in_code = SignInCodeView.as_view()
sign_in_code_confirm = SignInCodeConfirmView.as_view()
sign_in_link = SignInLinkView.as_view()
