"""What the endpoints take that follow a link, or have one sent: a token, or an address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from drf_signet.accounts.activation import activate, request_activation
from drf_signet.accounts.email_change import change_email
from drf_signet.accounts.fields import (
    Attributes,
    EmailAddressField,
    LinkTokenField,
    NewPasswordField,
    refused_password,
    under,
)
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.password_reset import check_password_reset, request_password_reset, reset_password
from drf_signet.errors import LinkError, LinkExpiredError
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.throttles import count_mail


class LinkSerializer(serializers.Serializer[Any]):
    """The token of a link. Subclasses say what becomes of it."""

    token = LinkTokenField()
    expired: ClassVar[str | Promise] = _("The link has expired. Ask for a new one.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Follow the link, and answer with nothing."""
        try:
            self.follow(attrs)
        except LinkExpiredError:
            raise under("token", self.expired) from None
        except LinkError:
            raise under("token", _("The link is not valid, or was used already.")) from None
        return {}

    def follow(self, attrs: Attributes) -> None:
        """Do what the link is for. Raises `LinkError`."""
        raise NotImplementedError


class ActivationSerializer(LinkSerializer):
    """The token of the link of a sign-up."""

    expired = _("The link has expired. Ask for a new one, or sign up again.")

    def follow(self, attrs: Attributes) -> None:
        """Verify the address."""
        activate(attrs["token"], timezone.now())


class EmailChangeConfirmSerializer(LinkSerializer):
    """The token of the link to a new address."""

    def follow(self, attrs: Attributes) -> None:
        """Change the address."""
        change_email(attrs["token"], timezone.now(), pages_for(http_request_of(self)))


class PasswordResetCheckSerializer(LinkSerializer):
    """The token of a password reset, to be told whether it is still good."""

    def follow(self, attrs: Attributes) -> None:
        """Nothing is used up."""
        check_password_reset(attrs["token"], timezone.now())


class PasswordResetConfirmSerializer(LinkSerializer):
    """The token of a password reset, and the new password."""

    new_password = NewPasswordField()

    def follow(self, attrs: Attributes) -> None:
        """Set the password."""
        try:
            pages = pages_for(http_request_of(self))
            reset_password(attrs["token"], attrs["new_password"], timezone.now(), client_address_of(self), pages)
        except DjangoValidationError as error:
            raise refused_password("new_password", error) from None


class MailSerializer(serializers.Serializer[Any]):
    """An address to which something should be sent. Subclasses say what."""

    purpose: ClassVar[str]
    """What the mail is for; those for something else are counted apart."""

    email = EmailAddressField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for the mail, and answer with nothing, whoever's the address is."""
        count_mail(self.purpose, client_address_of(self))
        self.request_mail(attrs["email"])
        return {}

    def request_mail(self, email: str) -> None:
        """Have the mail sent."""
        raise NotImplementedError


class ResendActivationSerializer(MailSerializer):
    """The address of somebody who waits for the link."""

    purpose: ClassVar[str] = "activation"

    def request_mail(self, email: str) -> None:
        """The link of the sign-up, again."""
        request_activation(email, pages_for(http_request_of(self)))


class PasswordResetSerializer(MailSerializer):
    """The address of somebody who forgot the password."""

    purpose: ClassVar[str] = "password_reset"

    def request_mail(self, email: str) -> None:
        """A link to set a new password."""
        request_password_reset(email, pages_for(http_request_of(self)))
