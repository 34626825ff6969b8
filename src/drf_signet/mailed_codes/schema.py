"""
OpenAPI for drf-spectacular: what the endpoints of codes take and answer, and those of accounts, sessions and tokens.

Import this module once, in the ``urls.py`` that serves the schema:
``import drf_signet.mailed_codes.schema  # noqa: F401``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

import drf_signet.accounts.schema  # noqa: F401  # one import does
from drf_signet import schema as core
from drf_signet.openapi_description import LAST, Answer, answering, described, description_of, documented
from drf_signet.sessions.schema import SessionTokenPair

__all__: list[str] = []


class CodeAsked(serializers.Serializer[Any]):
    """A sentence that is the same for every address, and what the code has to be sent with."""

    detail = serializers.CharField()
    request = serializers.CharField(help_text="Keep it on this device, and send it with the code or the link.")
    expires_in = serializers.IntegerField(help_text="For how many seconds the code is valid.")


class AskedFrom(serializers.Serializer[Any]):
    """The device that asked for a link."""

    device = serializers.CharField(help_text="The browser and the system, as far as they are well known.")
    ip = serializers.IPAddressField(allow_null=True)
    at = serializers.DateTimeField()


class ConfirmationNeeded(core.CodedRefusal):
    """The link was opened in another browser than the one that asked for it."""

    asked_from = AskedFrom()


FIELDS: Final = {400: OpenApiResponse(description="The errors are listed under the name of each field.")}
SIGNED_IN: Final = {
    **FIELDS,
    401: OpenApiResponse(core.TokenRefusal, description="The account isn't allowed to sign in."),
}
WRONG_CODE: Final = {
    400: OpenApiResponse(
        description="The code is wrong: `code_invalid`. Or it can't be used any more: `code_expired`. The errors of a "
        "field are listed under its name."
    )
}
ELSEWHERE: Final = {
    409: OpenApiResponse(
        ConfirmationNeeded, description="Another device asked for this link: `confirmation_needed`. It is still valid."
    )
}


class CodeEndpoint(OpenApiViewExtension):
    """What every endpoint has in common; its subclasses say what is answered."""

    match_subclasses = True
    priority = LAST + 20
    answer: ClassVar[Answer]
    more: ClassVar[Mapping[int, OpenApiResponse]]
    summary: ClassVar[str]

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        told = documented(
            {
                200: self.answer,
                **core.BAD_BODY,
                **core.UNAVAILABLE,
                **core.FOREIGN_FORM,
                **core.THROTTLED,
                **self.more,
            },
            self.parameters(),
            summary=self.summary,
            description=description_of(self.target, "post"),
        )
        return described(self.target, {"post": answering(told, 200, self.answer)})

    def parameters(self) -> list[OpenApiParameter]:
        """The cookies."""
        return []


class AskEndpoint(CodeEndpoint):
    """``token/code/``."""

    target_class = "drf_signet.mailed_codes.views.SignInCodeView"
    answer = CodeAsked
    more = FIELDS
    summary = "Ask for a code by e-mail"


class ConfirmEndpoint(CodeEndpoint):
    """``token/code/confirm/``."""

    target_class = "drf_signet.mailed_codes.views.SignInCodeConfirmView"
    answer = SessionTokenPair
    more: ClassVar[Mapping[int, OpenApiResponse]] = SIGNED_IN | WRONG_CODE
    summary = "Sign in with a code"


class LinkEndpoint(CodeEndpoint):
    """``token/link/``."""

    target_class = "drf_signet.mailed_codes.views.SignInLinkView"
    answer = SessionTokenPair
    more: ClassVar[Mapping[int, OpenApiResponse]] = SIGNED_IN | ELSEWHERE
    summary = "Sign in with a link"
