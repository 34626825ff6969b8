"""``users/me/``."""

from __future__ import annotations

from drf_signet.accounts import views
from drf_signet.answering_views import SerializerClass
from signet_server.users.serializers import MeSerializer


class MeView(views.MeView):
    """The account of the user who is signed in."""

    serializer_class: SerializerClass | None = MeSerializer
