"""What can be wrong with the cookie of the refresh token."""

from __future__ import annotations

from drf_signet.answers import ANSWERS, Row
from drf_signet.errors import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class AmbiguousCookieError(SignetError):
    """Two cookies of the one name: one of them was planted, and nobody can tell which."""

    code = "ambiguous_cookie"
    default_message = _(
        "Your browser sent two cookies with the same name. Delete this site's cookies and sign in again."
    )


class CookieMissingError(SignetError):
    """Nobody is signed in here."""

    code = "cookie_missing"
    default_message = _("There is no refresh token cookie. Sign in first.")


class CookieTooLargeError(SignetError):
    """The cookie is larger than browsers keep, and they would drop it without a word."""

    code = "cookie_too_large"
    default_message = _(
        "The refresh token is too large for a cookie. Move the claims that get_token adds to it to GET_CLAIMS."
    )


ANSWERS.add({AmbiguousCookieError: Row(400), CookieMissingError: Row(401), CookieTooLargeError: Row(501)})
