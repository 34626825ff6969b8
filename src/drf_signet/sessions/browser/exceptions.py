"""What REST framework answers about a cookie."""

from __future__ import annotations

from rest_framework import exceptions, status

from drf_signet.sessions.browser.errors import AmbiguousCookieError, CookieTooLargeError
from drf_signet.sessions.exceptions import CodedException
from drf_signet.texts import gettext_noop as _


class AmbiguousCookie(CodedException):
    """400: two cookies of the one name."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = AmbiguousCookieError.default_message
    default_code = AmbiguousCookieError.code


class CookieMissing(CodedException, exceptions.NotAuthenticated):
    """401: nobody is signed in here."""

    default_detail = _("There is no refresh token in the cookie.")
    default_code = "cookie_missing"


class CookieTooLarge(CodedException):
    """501: the service is set up so that its refresh tokens don't fit into a cookie."""

    status_code = status.HTTP_501_NOT_IMPLEMENTED
    default_detail = CookieTooLargeError.default_message
    default_code = CookieTooLargeError.code
