"""What is wrong with a token that only Simple JWT's tables know of."""

from __future__ import annotations

from drf_signet.errors import SessionNotFoundError
from signet_tokens.translatable_text import gettext_noop as _


class TokenBlacklistedError(SessionNotFoundError):
    """The token is on Simple JWT's blacklist, and there is no session that it could go on with."""

    code = "token_blacklisted"
    default_message = _("Token is blacklisted")
