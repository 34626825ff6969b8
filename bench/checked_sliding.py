"""Simple JWT's refresh of a sliding token, with what its released version leaves out: a look at the user."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.serializers import TokenRefreshSlidingSerializer
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.views import TokenRefreshSlidingView


class CheckedSerializer(TokenRefreshSlidingSerializer):
    """Refreshes for users only who are still there and still active."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        """The token that lives longer. Raises `AuthenticationFailed`."""
        token = self.token_class(attrs["token"])
        token.check_exp(api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM)
        identifier = {api_settings.USER_ID_FIELD: token[api_settings.USER_ID_CLAIM]}
        if not api_settings.USER_AUTHENTICATION_RULE(get_user_model().objects.get(**identifier)):
            raise AuthenticationFailed
        token.set_exp()
        token.set_iat()
        return {"token": str(token)}


refresh_sliding_checked = TokenRefreshSlidingView.as_view(serializer_class=CheckedSerializer)
