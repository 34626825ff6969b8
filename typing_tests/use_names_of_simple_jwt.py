"""Names that code takes from Simple JWT's modules, though they are of Django, REST framework or PyJWT."""

from __future__ import annotations

from typing import assert_type

from django.conf import LazySettings

from drf_signet_compat.simplejwt.backends import InvalidTokenError, jwt
from drf_signet_compat.simplejwt.serializers import BlacklistedToken
from drf_signet_compat.simplejwt.tokens import Token, settings
from drf_signet_compat.simplejwt.utils import timezone
from drf_signet_compat.simplejwt.views import AUTH_HEADER_TYPES, generics, status


class View(generics.GenericAPIView[BlacklistedToken]):
    """A view of the project's own."""

    status = status.HTTP_200_OK


def why(error: InvalidTokenError, token: Token) -> str:
    """What stands in its payload, and what is wrong."""
    return f"{token.payload} {error} {jwt.__name__} {timezone.utc}"


assert_type(AUTH_HEADER_TYPES, tuple[str, ...])
assert_type(settings, LazySettings)
