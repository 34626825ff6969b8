"""
Access tokens of RFC 9068 alone, for a service that accepts no others.

    SIGNET = {"AUTH_TOKEN_CLASSES": ("drf_signet.rfc9068.AccessToken",), ...}

`drf_signet.tokens.AccessToken` reads both these and those of Simple JWT.
"""

from __future__ import annotations

from typing import ClassVar

from drf_signet import tokens
from drf_signet.access_token_profile import REQUIRED, Profile
from drf_signet.conf import get_settings
from drf_signet.errors import MissingClaimError
from signet_tokens import jws
from signet_tokens.claim_reasons import lacks
from signet_tokens.translatable_text import gettext_noop as _

__all__ = ["AccessToken"]


class AccessToken(tokens.AccessToken):
    """
    An access token of RFC 9068: with ``at+jwt`` in its header, and all claims that section 2.2 requires.

    Tokens of other issuers need no TOKEN_TYPE_CLAIM here, as the header says what they are. AUDIENCE and ISSUER must be
    set (section 4).
    """

    header_types: ClassVar[frozenset[str]] = frozenset({jws.AT_JWT})
    profile: ClassVar[Profile] = "rfc9068"

    def verify(self) -> None:
        """Demand the claims of RFC 9068, too."""
        super().verify()
        for claim in REQUIRED:
            if claim not in self.payload:
                raise MissingClaimError(_("Token has no '{}' claim"), claim, reason=lacks(claim))

    def verify_token_type(self) -> None:
        """Demand the type of an access token where the token names one in TOKEN_TYPE_CLAIM, as ours do."""
        if get_settings().TOKEN_TYPE_CLAIM in self.payload:
            super().verify_token_type()
