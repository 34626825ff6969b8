"""Serializers of the endpoints that ask a signed-in user for the password, so that a stolen token isn't enough."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from drf_signet.accounts.deletion import delete_account
from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.email_change import request_email_change
from drf_signet.accounts.fields import EmailAddressField, NewPasswordField
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.password_change import change_password
from drf_signet.answering_serializers import ActingSerializer
from drf_signet.errors import TokenError
from drf_signet.fields import PasswordField
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions.claims import session_id_of
from drf_signet.tokens import Token

__all__ = ["DeleteAccountSerializer", "SetEmailSerializer", "SetPasswordSerializer"]


class CurrentPasswordSerializer(ActingSerializer):
    """The current password of the signed-in user. Subclasses say what it is for."""

    current_password = PasswordField(label=_("Current password"))

    @property
    def user(self) -> AbstractBaseUser:
        """The signed-in user."""
        user: AbstractBaseUser = self.context["request"].user
        return user


class SetPasswordSerializer(CurrentPasswordSerializer):
    """The current password, and the new one."""

    new_password = NewPasswordField(label=_("New password"))

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Change it, and sign out everywhere else."""
        current, new = self.text_in(attrs, "current_password"), self.text_in(attrs, "new_password")
        session_id, pages = session_of(self.context["request"]), pages_for(http_request_of(self))
        change_password(self.user, current, new, session_id, pages)
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
        request = http_request_of(self)
        current, new, client = (
            self.text_in(attrs, "current_password"),
            self.text_in(attrs, "new_email"),
            client_address_of(self),
        )
        request_email_change(self.user, current, new, client, pages_for(request), request)
        return {}


class DeleteAccountSerializer(CurrentPasswordSerializer):
    """The password of the account to delete."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Delete it."""
        delete_account(self.user, self.text_in(attrs, "current_password"), http_request_of(self))
        return {}


def session_of(request: Request) -> UUID | None:
    """The session that *request* belongs to."""
    token: object = request.auth
    try:
        return session_id_of(token.payload) if isinstance(token, Token) and token.issuer is None else None
    except TokenError:
        return None
