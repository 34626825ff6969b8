"""How users are shown to themselves."""

from __future__ import annotations

from drf_signet.accounts.serializers import UserSerializer


class MeSerializer(UserSerializer):
    """What was given at sign-up, and when users came and signed in last."""

    class Meta(UserSerializer.Meta):
        """The names can be changed."""

        fields = (*UserSerializer.Meta.fields, "date_joined", "last_login")
        read_only_fields = (*UserSerializer.Meta.read_only_fields, "date_joined", "last_login")
