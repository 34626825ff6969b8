"""A request that carries no token, or a header that isn't one."""

from __future__ import annotations

from rest_framework.exceptions import AuthenticationFailed


class MissingToken(AuthenticationFailed):
    """401: no token in the header, and none in a cookie."""

    default_code = "token_missing"


class InvalidAuthorizationCredentials(AuthenticationFailed):
    """401: a header that isn't two words."""

    default_code = "invalid_authorization_credentials"
