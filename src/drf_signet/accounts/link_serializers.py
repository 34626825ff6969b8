"""Serializers of the endpoints that follow a link, or send one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drf_signet.accounts.activation import activate, request_activation
from drf_signet.accounts.email_change import change_email
from drf_signet.accounts.fields import EmailAddressField, LinkTokenField, NewPasswordField
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.password_reset import check_password_reset, request_password_reset, reset_password
from drf_signet.accounts.sign_in_report import report_sign_in
from drf_signet.answering_serializers import ActingSerializer
from drf_signet.errors import LinkExpiredError
from drf_signet.serializer_request import client_address_of, http_request_of

__all__ = [
    "ActivationSerializer",
    "EmailChangeConfirmSerializer",
    "PasswordResetCheckSerializer",
    "PasswordResetConfirmSerializer",
    "PasswordResetSerializer",
    "ResendActivationSerializer",
    "SignInNoticeSerializer",
]


class LinkSerializer(ActingSerializer):
    """The token of a link. Subclasses say what becomes of it."""

    token = LinkTokenField(label=_("Token"))

    default_error_messages = {LinkExpiredError.code: _("This link has expired. Ask for a new one.")}


class ActivationSerializer(LinkSerializer):
    """The token of the link for a sign-up."""

    default_error_messages = {LinkExpiredError.code: _("This link has expired. Ask for a new one, or sign up again.")}

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Verify the address."""
        activate(self.text_in(attrs, "token"), timezone.now())
        return {}


class EmailChangeConfirmSerializer(LinkSerializer):
    """The token of the link that was sent to the new address."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Change the address."""
        change_email(self.text_in(attrs, "token"), timezone.now(), pages_for(http_request_of(self)))
        return {}


class PasswordResetCheckSerializer(LinkSerializer):
    """The token of a password reset that should be checked."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Look it up. Nothing is used up."""
        check_password_reset(self.text_in(attrs, "token"), timezone.now())
        return {}


class PasswordResetConfirmSerializer(LinkSerializer):
    """The token of a password reset, and the new password."""

    new_password = NewPasswordField(label=_("New password"))

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Set the password."""
        client, pages = client_address_of(self), pages_for(http_request_of(self))
        raw, password = self.text_in(attrs, "token"), self.text_in(attrs, "new_password")
        reset_password(raw, password, timezone.now(), client, pages)
        return {}


class SignInNoticeSerializer(LinkSerializer):
    """The token of the link in a mail about a sign-in."""

    default_error_messages = {LinkExpiredError.code: _("This link has expired. Look at where you are signed in.")}

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """End the sessions. The answer says whether to offer a new password."""
        return {"may_reset_password": report_sign_in(self.text_in(attrs, "token"), timezone.now())}


class MailSerializer(ActingSerializer):
    """An address to which something should be sent, whoever's it is. Subclasses say what."""

    email = EmailAddressField(write_only=True, label=_("E-mail address"))


class ResendActivationSerializer(MailSerializer):
    """The e-mail address of a sign-up."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Have the link of the sign-up sent, again."""
        request_activation(self.text_in(attrs, "email"), client_address_of(self), pages_for(http_request_of(self)))
        return {}


class PasswordResetSerializer(MailSerializer):
    """The e-mail address of a user who forgot the password."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Have a link sent to set a new password."""
        request_password_reset(self.text_in(attrs, "email"), client_address_of(self), pages_for(http_request_of(self)))
        return {}
