"""
OpenAPI for drf-spectacular: what the endpoints of accounts take and answer.

Import this module once, in the ``urls.py`` that serves the schema: ``import drf_signet.accounts.schema  # noqa: F401``.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers

from drf_signet import schema as core
from drf_signet.accounts.serializers import DeleteAccountSerializer

FIELD_PROBLEMS = {400: OpenApiResponse(description="What is wrong stands under the name of the field.")}
SIGNED_OUT = {401: OpenApiResponse(core.TokenRefusal)}
BUSY = {503: OpenApiResponse(description="Too much at once: try again after `Retry-After` seconds.")}


class SignedUp(serializers.Serializer[Any]):
    """A sentence, the same for every address; or the tokens, where EMAIL_VERIFICATION is "none"."""

    detail = serializers.CharField()


class _AccountEndpoint(OpenApiViewExtension):
    match_subclasses = True
    success: ClassVar[int] = 204
    answer: ClassVar[type[serializers.Serializer[Any]] | None] = None
    more: ClassVar[Mapping[int, OpenApiResponse]] = {}
    summary: ClassVar[str]

    def view_replacement(self) -> Any:
        """The view with its answers described."""
        described = extend_schema(
            summary=self.summary,
            description=inspect.getdoc(self.target),
            responses={self.success: self.answer, **FIELD_PROBLEMS, **self.more, **core.THROTTLED, **BUSY},
        )
        return core.derive(self.target, described)


class SignUpEndpoint(_AccountEndpoint):
    """``users/``."""

    target_class = "drf_signet.accounts.views.SignUpView"
    success = 201
    answer = SignedUp
    summary = "Sign up"


class ActivationEndpoint(_AccountEndpoint):
    """``users/activation/``."""

    target_class = "drf_signet.accounts.views.ActivationView"
    summary = "Open the account with the token in the mail"


class ResendActivationEndpoint(_AccountEndpoint):
    """``users/resend_activation/``."""

    target_class = "drf_signet.accounts.views.ResendActivationView"
    summary = "Have the mail sent again"


class PasswordResetEndpoint(_AccountEndpoint):
    """``users/reset_password/``."""

    target_class = "drf_signet.accounts.views.PasswordResetView"
    summary = "Have a link sent to set a new password"


class PasswordResetCheckEndpoint(_AccountEndpoint):
    """``users/reset_password/check/``."""

    target_class = "drf_signet.accounts.views.PasswordResetCheckView"
    summary = "Ask whether that link is still good"


class PasswordResetConfirmEndpoint(_AccountEndpoint):
    """``users/reset_password_confirm/``."""

    target_class = "drf_signet.accounts.views.PasswordResetConfirmView"
    summary = "Set a new password with the token in the mail"


class EmailChangeConfirmEndpoint(_AccountEndpoint):
    """``users/set_email_confirm/``."""

    target_class = "drf_signet.accounts.views.EmailChangeConfirmView"
    summary = "Confirm a new address with the token in the mail"


class SetPasswordEndpoint(_AccountEndpoint):
    """``users/set_password/``."""

    target_class = "drf_signet.accounts.views.SetPasswordView"
    more = SIGNED_OUT
    summary = "Change the password"


class SetEmailEndpoint(_AccountEndpoint):
    """``users/set_email/``."""

    target_class = "drf_signet.accounts.views.SetEmailView"
    more = SIGNED_OUT
    summary = "Change the e-mail address"


class MeEndpoint(OpenApiViewExtension):
    """``users/me/``."""

    target_class = "drf_signet.accounts.views.MeView"
    match_subclasses = True

    def view_replacement(self) -> Any:
        """The view with its three methods described."""
        shown = self.target.serializer_class
        described = extend_schema_view(
            get=extend_schema(summary="Who you are", responses={200: shown, **SIGNED_OUT}),
            patch=extend_schema(summary="Change your names", responses={200: shown, **FIELD_PROBLEMS, **SIGNED_OUT}),
            delete=extend_schema(
                summary="Delete your account",
                request=DeleteAccountSerializer,
                responses={
                    204: None,
                    **FIELD_PROBLEMS,
                    **SIGNED_OUT,
                    409: OpenApiResponse(description="Something that has to stay depends on it: `account_in_use`."),
                    **core.THROTTLED,
                },
            ),
        )
        return core.derive(self.target, described)
