"""What the endpoints take: credentials, a token, or whom to impersonate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.serializers import ValidationError

from drf_signet.answering_serializers import CompletingSerializer
from drf_signet.serializer_request import http_request_of
from drf_signet.tenant import with_tenant
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.sign_in import sign_in_or_refuse
from drf_signet_compat.drf_jwt.v1_19.authentication import JSONWebTokenAuthentication
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings
from drf_signet_compat.drf_jwt.v1_19.utils import get_username_field, unix_epoch
from drf_signet_compat.drf_jwt.v1_19.verification import check_payload, check_user


class JSONWebTokenSerializer(CompletingSerializer):
    """Credentials for a token. One field is the user model's USERNAME_FIELD."""

    password = serializers.CharField(write_only=True, style={"input_type": "password"})
    token = serializers.CharField(read_only=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``password``, and the user model's USERNAME_FIELD."""
        return {**super().get_fields(), self.username_field: serializers.CharField(write_only=True)}

    @property
    def username_field(self) -> str:
        """The name of the field that identifies the user."""
        return get_username_field()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Sign in. The answer holds ``token``, ``user`` and ``issued_at``."""
        credentials = {name: attrs[name] for name in (self.username_field, "password")}
        user = sign_in_or_refuse(credentials, http_request_of(self))
        return _issued(JSONWebTokenAuthentication.jwt_create_payload(user), user)


class VerifyAuthTokenSerializer(serializers.Serializer[Any]):
    """A token that should be checked."""

    token = serializers.CharField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify. The answer holds the same token."""
        payload = check_payload(attrs["token"])
        return {"token": attrs["token"], "user": check_user(payload), "issued_at": payload.get("iat")}


class RefreshAuthTokenSerializer(serializers.Serializer[Any]):
    """A token for the next one, until JWT_REFRESH_EXPIRATION_DELTA after its user signed in."""

    token = serializers.CharField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh. The answer holds the next token, which says of which it is a descendant."""
        payload = check_payload(attrs["token"])
        user = check_user(payload)
        signed_in_at = payload.get("orig_iat")
        if isinstance(signed_in_at, bool) or not isinstance(signed_in_at, int | float):
            raise ValidationError(_("orig_iat field not found in token."))
        # This way around, as the claim may be a whole number that no float can hold.
        if datetime.now(UTC).timestamp() - api_settings.JWT_REFRESH_EXPIRATION_DELTA.total_seconds() > signed_in_at:
            raise ValidationError(_("Refresh has expired."))
        claims = {**JSONWebTokenAuthentication.jwt_create_payload(user), "orig_iat": signed_in_at}
        ancestor = payload.get("orig_jti") or payload.get("jti")
        if ancestor:
            claims["orig_jti"] = ancestor
        elif api_settings.JWT_TOKEN_ID == "require":
            raise ValidationError(_("orig_jti or jti field not found in token."))
        return _issued(claims, user)


class ImpersonateAuthTokenSerializer(serializers.Serializer[Any]):
    """Another user's key for a token of that user's."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``user``, by primary key: any, unless a subclass declares which."""
        queryset = get_user_model()._default_manager.all()
        return {"user": serializers.PrimaryKeyRelatedField(queryset=queryset), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Issue the token. Raises `ValidationError` for a disabled user."""
        payload = JSONWebTokenAuthentication.jwt_create_payload(attrs["user"])
        check_user(payload)
        return _issued(payload, attrs["user"])


def _issued(payload: dict[str, Any], user: object) -> dict[str, Any]:
    token = JSONWebTokenAuthentication.jwt_encode_payload(with_tenant(payload))
    return {"token": token, "user": user, "issued_at": payload.get("iat", unix_epoch())}


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
