"""How a user is shown."""

from __future__ import annotations

from rest_framework import serializers

from signet_server.users.models import User


class MeSerializer(serializers.ModelSerializer[User]):
    """What users are told about themselves."""

    class Meta:
        """Nothing here can be written."""

        model = User
        fields = ("id", "username", "email", "first_name", "last_name", "date_joined", "last_login")
        read_only_fields = fields
