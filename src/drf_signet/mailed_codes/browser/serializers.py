"""The same without the request in the body: the view reads it from the cookie, and says so in the context."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from drf_signet.mailed_codes.errors import CodeExpiredError
from drf_signet.mailed_codes.serializers import SignInCodeConfirmSerializer, SignInLinkSerializer

__all__ = ["BrowserSignInCodeConfirmSerializer", "BrowserSignInLinkSerializer"]

ASKED: Final = "signet_asked"
"""The name in the context of what is in the cookie."""


class _FromCookie(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields, but for the request."""
        return {name: field for name, field in super().get_fields().items() if name != "request"}


class BrowserSignInCodeConfirmSerializer(_FromCookie, SignInCodeConfirmSerializer):
    """The code. Raises `CodeExpiredError` in a browser that hasn't asked for one."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Sign in."""
        asked = self.context.get(ASKED)
        if not asked:
            raise CodeExpiredError
        return super().act({**attrs, "request": asked})


class BrowserSignInLinkSerializer(_FromCookie, SignInLinkSerializer):
    """The token of the link; and that the user confirmed to have asked for it elsewhere."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Sign in."""
        return super().act({**attrs, "request": self.context.get(ASKED)})
