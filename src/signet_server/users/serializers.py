"""How users are shown to themselves."""

from __future__ import annotations

from drf_signet.accounts.serializers import UserSerializer


class MeSerializer(UserSerializer):
    """The user, when they signed up, and when they last signed in."""

    class Meta(UserSerializer.Meta):
        """The names can be changed."""

        fields = (*UserSerializer.Meta.fields, "date_joined", "last_login")
        read_only_fields = (*UserSerializer.Meta.read_only_fields, "date_joined", "last_login")
