"""``users/me/``."""

from __future__ import annotations

from rest_framework.generics import RetrieveAPIView

from signet_server.users.models import User
from signet_server.users.serializers import MeSerializer


class MeView(RetrieveAPIView[User]):
    """The user the token is for."""

    serializer_class = MeSerializer

    def get_object(self) -> User:
        """The user of the request."""
        user = self.request.user
        assert isinstance(user, User)
        return user
