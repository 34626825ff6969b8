"""What a page asks for before it sends its browser to a provider."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from drf_signet.answering_serializers import ActingSerializer
from drf_signet.identities.redirects import send_away
from drf_signet.identities.return_page import return_page
from drf_signet.serializer_request import client_address_of, http_request_of

__all__ = ["StartSerializer"]


class TrueOrFalse(serializers.BooleanField):
    """
    Either of the two, and nothing like it.

    The view decides by the same value whether it needs a recent sign-in: "true" must not mean something else there.
    """

    def to_internal_value(self, data: object) -> bool:
        """*data* itself. Raises `ValidationError` for a "yes", or a 1."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StartSerializer(ActingSerializer):
    """
    Whether to link an identity to the user who is signed in; otherwise, to sign in.

    The context says the rest: the secret of the ``browser``, its ``session_id``, and the ``redirect_uri``.
    """

    link = TrueOrFalse(default=False, label=_("Link the account"))

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """The URL at the provider, to which the page goes."""
        request = http_request_of(self)
        assert request is not None, "A browser sends a request."
        # Before anybody goes away from where nothing leads back.
        return_page(request)
        session_id: UUID | None = self.context["session_id"]
        url = send_away(
            str(self.context["view"].kwargs["provider"]),
            redirect_uri=self.context["redirect_uri"],
            browser=self.context["browser"],
            address=client_address_of(self),
            now=timezone.now(),
            session_id=session_id,
            is_link=attrs.get("link") is True,
        )
        return {"url": url}
