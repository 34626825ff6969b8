"""
OpenAPI for drf-spectacular: what the endpoints of accounts take and answer, and those of sessions, browsers and tokens.

Import this module once, in the ``urls.py`` that serves the schema: ``import drf_signet.accounts.schema  # noqa: F401``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

import drf_signet.sessions.browser.schema  # noqa: F401  # one import does
from drf_signet import schema as core
from drf_signet.openapi_description import LAST, described, description_of, documented
from drf_signet.sessions.schema import SIGNED_OUT

__all__: list[str] = []

FIELD_PROBLEMS = {
    400: OpenApiResponse(description="The errors are listed under the name of each field, with a `code` beside them.")
}
IN_USE = {409: OpenApiResponse(core.CodedRefusal, description="Other data depends on this account: `account_in_use`.")}


class SignedUp(serializers.Serializer[Any]):
    """A sentence that is the same for every address; or the tokens, if EMAIL_VERIFICATION is "none"."""

    detail = serializers.CharField()


class _AccountEndpoint(OpenApiViewExtension):
    match_subclasses = True
    priority = LAST
    success: ClassVar[int] = 204
    answer: ClassVar[type[serializers.Serializer[Any]] | None] = None
    more: ClassVar[Mapping[int, OpenApiResponse]] = {}
    summary: ClassVar[str]

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        told = documented(
            {
                self.success: self.answer,
                **FIELD_PROBLEMS,
                **core.BAD_BODY,
                **core.FOREIGN_FORM,
                **self.more,
                **core.THROTTLED,
                **core.UNAVAILABLE,
            },
            summary=self.summary,
            description=description_of(self.target, "post"),
        )
        return described(self.target, {"post": told})


class SignUpEndpoint(_AccountEndpoint):
    """``users/``."""

    target_class = "drf_signet.accounts.views.SignUpView"
    success = 201
    answer = SignedUp
    summary = "Sign up"


class ActivationEndpoint(_AccountEndpoint):
    """``users/activation/``."""

    target_class = "drf_signet.accounts.views.ActivationView"
    summary = "Confirm the e-mail address of a sign-up"


class ResendActivationEndpoint(_AccountEndpoint):
    """``users/resend_activation/``."""

    target_class = "drf_signet.accounts.views.ResendActivationView"
    summary = "Send the link for a sign-up again"


class PasswordResetEndpoint(_AccountEndpoint):
    """``users/reset_password/``."""

    target_class = "drf_signet.accounts.views.PasswordResetView"
    summary = "Ask for a link to reset the password"


class PasswordResetCheckEndpoint(_AccountEndpoint):
    """``users/reset_password/check/``."""

    target_class = "drf_signet.accounts.views.PasswordResetCheckView"
    summary = "Check the token of a password reset"


class PasswordResetConfirmEndpoint(_AccountEndpoint):
    """``users/reset_password_confirm/``."""

    target_class = "drf_signet.accounts.views.PasswordResetConfirmView"
    summary = "Reset the password"


class EmailChangeConfirmEndpoint(_AccountEndpoint):
    """``users/set_email_confirm/``."""

    target_class = "drf_signet.accounts.views.EmailChangeConfirmView"
    summary = "Confirm a new e-mail address"


class Reported(serializers.Serializer[Any]):
    """What a page should offer next."""

    may_reset_password = serializers.BooleanField(help_text="Whether to offer a password reset.")


class SignInNoticeEndpoint(_AccountEndpoint):
    """``users/sign_in_notice/``."""

    target_class = "drf_signet.accounts.views.SignInNoticeView"
    success = 200
    answer = Reported
    summary = "Report a sign-in that was somebody else's"


class SetPasswordEndpoint(_AccountEndpoint):
    """``users/set_password/``."""

    target_class = "drf_signet.accounts.views.SetPasswordView"
    more = SIGNED_OUT
    summary = "Change the password"


class SetEmailEndpoint(_AccountEndpoint):
    """``users/set_email/``."""

    target_class = "drf_signet.accounts.views.SetEmailView"
    more = SIGNED_OUT
    summary = "Ask for a link to change the e-mail address"


class MeEndpoint(OpenApiViewExtension):
    """``users/me/``."""

    target_class = "drf_signet.accounts.views.MeView"
    match_subclasses = True
    priority = LAST

    def view_replacement(self) -> Any:
        """The view with its three methods described."""
        shown = {200: self.target.serializer_class}
        always = {**SIGNED_OUT, **core.UNAVAILABLE}
        sent = {**FIELD_PROBLEMS, **core.BAD_BODY, **always}
        deleted = documented(
            {204: None, **sent, **IN_USE, **core.THROTTLED},
            ground=BodyOfDeletion,
            summary="Delete your account",
            request=self.target.delete_serializer_class,
        )
        told = {
            "get": documented({**shown, **always}, summary="Get your account"),
            "patch": documented({**shown, **sent}, summary="Change your names"),
            "delete": deleted,
        }
        return described(self.target, told)


class BodyOfDeletion(AutoSchema):
    """Describes the body of a DELETE, which most APIs don't have."""

    def _get_request_body(self, direction: str = "request") -> Any:
        self.method = "POST"
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        finally:
            self.method = "DELETE"
