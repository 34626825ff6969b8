"""
The endpoints of accounts. Behaviour is changed by a subclass with another ``serializer_class``, named in ``urls.py``.

The views for people who aren't signed in are open to everybody, and ignore the ``Authorization`` header. The others
look the session up, so that a user who signed out a moment ago can't change anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.accounts import link_serializers, password_serializers, serializers
from drf_signet.answering_views import AnsweringView, Permission, SerializerClass
from drf_signet.request_body import read_body
from drf_signet.sessions.authentication import JWTAuthentication
from drf_signet.sessions.views import SessionViewBase

__all__ = [
    "ActivationView",
    "EmailChangeConfirmView",
    "MeView",
    "PasswordResetCheckView",
    "PasswordResetConfirmView",
    "PasswordResetView",
    "ResendActivationView",
    "SetEmailView",
    "SetPasswordView",
    "SignInNoticeView",
    "SignUpView",
    "activation",
    "me",
    "resend_activation",
    "reset_password",
    "reset_password_check",
    "reset_password_confirm",
    "set_email",
    "set_email_confirm",
    "set_password",
    "sign_in_notice",
    "sign_up",
]


class _CodedView(AnsweringView):
    def code_of(self, answer: Exception) -> str | None:
        """That of the flow's error, or ``invalid``: here, what is wrong with a field has a ``code``, too."""
        invalid = ValidationError.default_code if isinstance(answer, ValidationError) else None
        return super().code_of(answer) or invalid


class AccountViewBase(_CodedView, SessionViewBase):
    """Hands the body of a POST to the serializer, and answers without a body."""

    needs_app = "drf_signet.accounts"
    success_status: ClassVar[int] = status.HTTP_204_NO_CONTENT

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """204; 400, 401, 429 or 503 otherwise."""
        done = super().post(request, *args, **kwargs)
        return Response(done.data or None, status=self.success_status)


class SignUpView(AccountViewBase):
    """
    Sign up.

    Signet sends a link to the address, and creates the account when somebody follows it. The answer is the same for
    every address: the owner of one that has an account already gets an e-mail that says so. If EMAIL_VERIFICATION is
    "none", the answer holds the tokens.
    """

    serializer_class: SerializerClass | None = serializers.SignUpSerializer
    success_status = status.HTTP_201_CREATED


class ActivationView(AccountViewBase):
    """Confirm an address with the token of the link, which activates the account. It may be sent twice."""

    serializer_class: SerializerClass | None = link_serializers.ActivationSerializer


class ResendActivationView(AccountViewBase):
    """Send the link for a sign-up again. The answer is the same for every address."""

    serializer_class: SerializerClass | None = link_serializers.ResendActivationSerializer


class PasswordResetView(AccountViewBase):
    """Send a link to reset the password. The answer is the same for every address."""

    serializer_class: SerializerClass | None = link_serializers.PasswordResetSerializer


class PasswordResetCheckView(AccountViewBase):
    """Check that the token of a password reset is still valid. This doesn't use it up."""

    serializer_class: SerializerClass | None = link_serializers.PasswordResetCheckSerializer


class PasswordResetConfirmView(AccountViewBase):
    """Set a new password with the token of the link. Signs the user out everywhere."""

    serializer_class: SerializerClass | None = link_serializers.PasswordResetConfirmSerializer


class EmailChangeConfirmView(AccountViewBase):
    """Change the address of an account, with the token of the link that was sent to the new one."""

    serializer_class: SerializerClass | None = link_serializers.EmailChangeConfirmSerializer


class SignInNoticeView(AccountViewBase):
    """
    Say that a sign-in was somebody else's, with the token of the link in the mail about it.

    Ends that session and all that the user has opened since. The answer says whether to offer a password reset:
    `may_reset_password`. It may be sent again.
    """

    serializer_class: SerializerClass | None = link_serializers.SignInNoticeSerializer
    success_status = status.HTTP_200_OK


class SignedInViewBase(AccountViewBase):
    """For users who are signed in, at this moment."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (JWTAuthentication,)
    permission_classes: Sequence[Permission] = (IsAuthenticated,)


class SetPasswordView(SignedInViewBase):
    """
    Change the password, or set the first one. Signs the user out everywhere else; this session goes on.

    A user who has no password needs a recent sign-in instead of it: 401 with `max_age` otherwise.
    """

    serializer_class: SerializerClass | None = password_serializers.SetPasswordSerializer


class SetEmailView(SignedInViewBase):
    """
    Send a link to a new address. The account keeps the old address until somebody follows the link.

    A user who has no password needs a recent sign-in instead of it: 401 with `max_age` otherwise.
    """

    serializer_class: SerializerClass | None = password_serializers.SetEmailSerializer


class MeView(_CodedView, GenericAPIView[Any]):
    """The account of the user who is signed in."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (JWTAuthentication,)
    permission_classes: Sequence[Permission] = (IsAuthenticated,)
    serializer_class: SerializerClass | None = serializers.UserSerializer
    delete_serializer_class: ClassVar[SerializerClass] = password_serializers.DeleteAccountSerializer

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Get your own account."""
        return Response(self.get_serializer(request.user).data)

    def patch(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the names in your account."""
        serializer = self.get_serializer(request.user, data=read_body(request), partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data)

    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete your account. Needs the password, or a recent sign-in if you have none. Signs you out everywhere."""
        serializer = self.delete_serializer_class(data=read_body(request), context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(status=status.HTTP_204_NO_CONTENT)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache: it says who the user is."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


sign_up = SignUpView.as_view()
activation = ActivationView.as_view()
resend_activation = ResendActivationView.as_view()
reset_password = PasswordResetView.as_view()
reset_password_check = PasswordResetCheckView.as_view()
reset_password_confirm = PasswordResetConfirmView.as_view()
sign_in_notice = SignInNoticeView.as_view()
set_password = SetPasswordView.as_view()
set_email = SetEmailView.as_view()
set_email_confirm = EmailChangeConfirmView.as_view()
me = MeView.as_view()
