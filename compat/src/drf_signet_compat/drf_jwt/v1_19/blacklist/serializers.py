"""Serializers of the blacklist."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken
from drf_signet_compat.drf_jwt.v1_19.blacklist.token_family import family_ends_at
from drf_signet_compat.drf_jwt.v1_19.revocation import family_of
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings
from drf_signet_compat.drf_jwt.v1_19.verification import check_user, read_payload


class BlacklistTokenSerializer(serializers.ModelSerializer[BlacklistedToken]):
    """A token for a row of the blacklist."""

    class Meta:
        """The token alone, given and shown."""

        model = BlacklistedToken
        fields = ("token",)
        extra_kwargs = {"token": {"required": True, "allow_null": False}}

    def save(self, **kwargs: Any) -> BlacklistedToken:
        """Write the row. Raises `ValidationError` for a token that isn't good."""
        token = self.validated_data.get("token")
        if token is None:
            return super().save(**kwargs)
        payload = read_payload(token)
        return super().save(
            **kwargs,
            # The token is a secret until it ends. Where all have identifiers, it is refused by its own as well.
            token=None if api_settings.JWT_TOKEN_ID == "require" else token,
            user=check_user(payload),
            token_id=family_of(payload),
            expires_at=family_ends_at(payload, timezone.now()),
        )

    def create(self, validated_data: dict[str, Any]) -> BlacklistedToken:
        """The row, which may be there already."""
        same = {name: value for name, value in validated_data.items() if name != "expires_at"}
        return BlacklistedToken.objects.filter(**same).first() or super().create(validated_data)


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
