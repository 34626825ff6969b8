"""`ForeignToken`: an access token of one of ISSUERS, verified with the keys of that issuer and no others."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from drf_signet.conf import get_settings
from drf_signet.errors import TokenError
from drf_signet.issuer_settings import IssuerSettings
from drf_signet.issuers_in_force import get_issuer_settings, get_issuers
from drf_signet.keys_in_force import verifies_only
from drf_signet.known_token import KnownToken
from drf_signet.tenant import check_tenant
from drf_signet.tokens import Token
from signet_tokens import claim_reasons as because
from signet_tokens.reasons import RefusalReason, shown
from signet_tokens.trusted_issuer import TrustedIssuer

__all__ = ["ForeignToken"]

MENDS: Final[Mapping[str, str]] = {
    "algorithm": "If the issuer signs like this, add it to 'algorithms' in its entry.",
    "kid": "Somebody else issued it, or 'jwks_url' belongs to another issuer.",
    "audience": "The client asked for a token for another service, or 'audience' in the entry is another name.",
}
"""What to do about reasons, by their names, where an entry of ISSUERS is to be looked at."""

NOT_OURS: Final = "Only {} can make a token of its own."


class ForeignToken(Token):
    """
    The claims of *token*, an access token that one of ISSUERS issued. ``issuer`` says which one.

    It is read like a token of ours. ``str(token)`` is what the client sent.

    Raises `TokenError` unless the issuer signed it with a key of its own, for this service, as an access token;
    `KeysUnavailableError` where the keys of the issuer were never reachable.
    """

    token_type = "access"

    def __init__(self, token: str | bytes, *, now: datetime | None = None) -> None:
        self.token: str | bytes = token
        self.current_time = now.astimezone(UTC) if now else datetime.fromtimestamp(time.time(), UTC)
        trusted, self.payload = _verified(token, self.current_time.timestamp())
        self.issuer: str = trusted.issuer
        self.settings: IssuerSettings = get_issuer_settings()[trusted.issuer]
        check_tenant(self.payload, self.settings.tenant_claim)

    @property
    def user_claim(self) -> str:
        """The claim that names the user."""
        return self.settings.subject_claim

    @property
    def subject(self) -> str | int:
        """What its issuer calls the user. Raises `TokenError` where it names none."""
        subject = self.payload.get(self.user_claim)
        if not isinstance(subject, (str, int)) or isinstance(subject, bool) or subject == "":
            raise TokenError(reason=because.no_user(self.user_claim))
        return subject

    def sign(self, payload: bytes) -> NoReturn:
        """Raises `TypeError`: what was changed here has another issuer."""
        raise TypeError(NOT_OURS.format(self.issuer))

    def __str__(self) -> str:
        """The token, as the client sent it."""
        return self.token.decode("ascii") if isinstance(self.token, bytes) else self.token


def is_foreign(raw: str | bytes) -> bool:
    """Whether *raw* has to be verified with the keys of one of ISSUERS, as it says, or as we have no key."""
    settings = get_settings()
    return bool(settings.ISSUERS) and (verifies_only(settings) or get_issuers().of(raw) is not None)


def presented_token(raw: str, *, now: datetime | None = None) -> Token:
    """*raw* as a token of ours of any known type, or as one of ISSUERS. Raises as both do."""
    return ForeignToken(raw, now=now) if is_foreign(raw) else KnownToken(raw, now=now)


def _verified(raw: str | bytes, now: float) -> tuple[TrustedIssuer, dict[str, Any]]:
    try:
        return get_issuers().claims(raw, now)
    except TokenError as error:
        named = get_issuers().of(raw)
        if named is not None and error.reason is not None:
            error.reason = _of_issuer(named.issuer, error.reason)
        raise


def _of_issuer(issuer: str, reason: RefusalReason) -> RefusalReason:
    mend = MENDS.get(reason.name, reason.mend)
    return replace(reason, text=f"its issuer is {shown(issuer)}, and {reason.text}", mend=mend)
