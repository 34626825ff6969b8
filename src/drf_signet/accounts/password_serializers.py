"""
Serializers of the endpoints that ask a signed-in user for the password, so that a stolen token isn't enough.

Of a user who has none, a recent sign-in is asked instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import Field
from rest_framework.request import Request

from drf_signet.accounts.deletion import delete_account
from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.email_change import request_email_change
from drf_signet.accounts.external_passwords import has_password
from drf_signet.accounts.fields import EmailAddressField, NewPasswordField
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.password_change import change_password
from drf_signet.accounts.password_check import Confirmation
from drf_signet.answering_serializers import ActingSerializer
from drf_signet.errors import TokenError
from drf_signet.fields import PasswordField
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions.claims import session_id_of
from drf_signet.sessions.recent_sign_in import signed_in_at
from drf_signet.tokens import Token

__all__ = ["DeleteAccountSerializer", "SetEmailSerializer", "SetPasswordSerializer"]


class CurrentPasswordSerializer(ActingSerializer):
    """The current password of the signed-in user, if they have one. Subclasses say what it is for."""

    current_password = PasswordField(label=_("Current password"), required=False)

    def get_fields(self) -> dict[str, Field[Any, Any, Any, Any]]:
        """The fields. The password is required of everybody but a user who is known to have none."""
        fields: dict[str, Field[Any, Any, Any, Any]] = super().get_fields()
        request: Any = self.context.get("request")
        # A description of the endpoints is that of all users, whoever reads it.
        is_described = getattr(self.context.get("view"), "swagger_fake_view", False)
        if "current_password" in fields and request is not None and not is_described:
            fields["current_password"].required = not request.user.is_authenticated or has_password(request.user)
        return fields

    @property
    def user(self) -> AbstractBaseUser:
        """The signed-in user."""
        user: AbstractBaseUser = self.context["request"].user
        return user

    def given(self, attrs: Mapping[str, object]) -> Confirmation:
        """What confirms that it is the user, in *attrs* and in the token."""
        password = self.text_in(attrs, "current_password") if has_password(self.user) else None
        token = self.context["request"].auth
        return Confirmation(password, signed_in_at(token), timezone.now(), http_request_of(self))


class SetPasswordSerializer(CurrentPasswordSerializer):
    """The current password, and the new one."""

    new_password = NewPasswordField(label=_("New password"))

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Change it, and sign out everywhere else."""
        new, session_id = self.text_in(attrs, "new_password"), session_of(self.context["request"])
        change_password(self.user, self.given(attrs), new, session_id, pages_for(http_request_of(self)))
        return {}


class SetEmailSerializer(CurrentPasswordSerializer):
    """The current password, and the new address."""

    new_email = EmailAddressField(write_only=True, label=_("New e-mail address"))

    def validate_new_email(self, value: str) -> str:
        """The address, if the column of the user model takes it: it may be short, or of one domain."""
        column: Any = get_user_model()._meta.get_field(email_field())
        column.run_validators(value)
        return value

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Have the link sent."""
        new, client = self.text_in(attrs, "new_email"), client_address_of(self)
        request_email_change(self.user, self.given(attrs), new, client, pages_for(http_request_of(self)))
        return {}


class DeleteAccountSerializer(CurrentPasswordSerializer):
    """The password of the account to delete."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Delete it."""
        delete_account(self.user, self.given(attrs))
        return {}


def session_of(request: Request) -> UUID | None:
    """The session that *request* belongs to."""
    token: object = request.auth
    try:
        return session_id_of(token.payload) if isinstance(token, Token) and token.issuer is None else None
    except TokenError:
        return None
