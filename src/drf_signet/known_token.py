"""A token of any type that is asked for somewhere here."""

from __future__ import annotations

from datetime import timedelta

from drf_signet.conf import get_settings, imported
from drf_signet.errors import MissingClaimError, WrongTokenTypeError
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from signet_tokens import claim_reasons as because
from signet_tokens.translatable_text import gettext_noop as _


class KnownToken(Token):
    """A token of any type that is asked for somewhere here: those above, and those of AUTH_TOKEN_CLASSES."""

    token_type = "known"
    lifetime = timedelta()

    def verify_user_model(self) -> None:
        """Any user will do."""

    def verify_token_type(self) -> None:
        """Demand a type that one of the classes has."""
        settings = get_settings()
        claim = settings.TOKEN_TYPE_CLAIM
        if claim is None:
            return
        if claim not in self.payload:
            raise MissingClaimError(_("Token has no type"), reason=because.no_claim(claim, "TOKEN_TYPE_CLAIM"))
        classes: list[type[Token]] = [AccessToken, RefreshToken, SlidingToken]
        classes += map(imported, settings.AUTH_TOKEN_CLASSES)
        # A list, as the claim may be what no set can be asked for.
        types = [one.token_type for one in classes]
        if self.payload[claim] not in types:
            raise WrongTokenTypeError(reason=because.wrong_type(claim, self.payload[claim], types))
