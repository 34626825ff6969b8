"""What the endpoints take: credentials, or a token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.serializers import ValidationError

from drf_signet.answering_serializers import CompletingSerializer
from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet.serializer_request import http_request_of
from drf_signet.tenant import with_tenant
from drf_signet_compat.drf_jwt.compat import PasswordField, Serializer, get_username_field
from drf_signet_compat.drf_jwt.imported_names import handler_name
from drf_signet_compat.drf_jwt.settings import api_settings, reader
from drf_signet_compat.drf_jwt.sign_in import sign_in_or_refuse
from drf_signet_compat.drf_jwt.tokens import decoded_by
from drf_signet_compat.drf_jwt.users import active_user_or


class JSONWebTokenSerializer(CompletingSerializer, Serializer):
    """Credentials for a token. The first field is the user model's USERNAME_FIELD."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The user model's USERNAME_FIELD, and ``password``."""
        return {
            **super().get_fields(),
            self.username_field: serializers.CharField(),
            "password": PasswordField(write_only=True),
        }

    @property
    def username_field(self) -> str:
        """The name of the field that identifies the user."""
        return get_username_field()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Sign in. The answer holds ``token`` and ``user``."""
        credentials = {name: attrs.get(name) or "" for name in (self.username_field, "password")}
        if not all(credentials.values()):
            message = _('Must include "{username_field}" and "password".')
            raise ValidationError(message.replace("{username_field}", self.username_field))
        user = sign_in_or_refuse(credentials, http_request_of(self))
        claims = with_tenant(api_settings.JWT_PAYLOAD_HANDLER(user))
        return {"token": api_settings.JWT_ENCODE_HANDLER(claims), "user": user}


class VerificationBaseSerializer(Serializer):
    """A token. Its subclasses say what becomes of it."""

    token = serializers.CharField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What is answered: ``token`` and ``user``."""
        raise NotImplementedError

    def _check_payload(self, token: str) -> dict[str, Any]:
        """What *token* says. Raises `ValidationError`."""
        try:
            return decoded_by(api_settings.JWT_DECODE_HANDLER, token)
        except ExpiredTokenError:
            raise ValidationError(_("Signature has expired.")) from None
        except TokenError:
            raise ValidationError(_("Error decoding signature.")) from None

    def _check_user(self, payload: Mapping[str, Any]) -> AbstractBaseUser:
        """The active user that *payload* names. Raises `ValidationError`."""
        username = api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(payload)
        if not username:
            raise ValidationError(_("Invalid payload."))
        return active_user_or(ValidationError, _("User doesn't exist."), username)


class VerifyJSONWebTokenSerializer(VerificationBaseSerializer):
    """A token that should be checked."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify. The answer holds the same token."""
        token = attrs["token"]
        return {"token": token, "user": self._check_user(self._check_payload(token))}


class RefreshJSONWebTokenSerializer(VerificationBaseSerializer):
    """A token for the next one, until JWT_REFRESH_EXPIRATION_DELTA after its user signed in."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh. The answer holds the next token."""
        payload = self._check_payload(attrs["token"])
        user = self._check_user(payload)
        signed_in_at = payload.get("orig_iat")
        if not signed_in_at or not isinstance(signed_in_at, int | float):
            raise ValidationError(_("orig_iat field is required."))
        # This way around, as the claim may be a whole number that no float can hold.
        if datetime.now(UTC).timestamp() - _seconds(api_settings.JWT_REFRESH_EXPIRATION_DELTA) > signed_in_at:
            raise ValidationError(_("Refresh has expired."))
        claims = with_tenant({**api_settings.JWT_PAYLOAD_HANDLER(user), "orig_iat": signed_in_at})
        return {"token": api_settings.JWT_ENCODE_HANDLER(claims), "user": user}


def _seconds(period: timedelta | float) -> float:
    return period.total_seconds() if isinstance(period, timedelta) else period


def __getattr__(name: str) -> Any:
    return handler_name(__name__, name, reader)
