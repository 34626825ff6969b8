"""An issuer whose tokens are accepted, and on which conditions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from signet_tokens import claim_reasons as because
from signet_tokens.claims import check_required
from signet_tokens.errors import KeyLoadError, TokenError
from signet_tokens.jws import ACCEPTED_TYPES
from signet_tokens.keys import ALGORITHMS, is_symmetric
from signet_tokens.token_types import ACCESS, check_type

USUAL_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
"""The key decides which of them it is for, by its type and its ``alg``."""


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """
    One issuer. Its keys are found by its metadata, or at *jwks_url*, and never by what a token says.

    Raises `KeyLoadError` for conditions that can't be met, or that would let anybody in.
    """

    issuer: str
    """Exactly as its tokens have it in ``iss`` (RFC 7519 section 4.1.1)."""

    audience: str | Collection[str]
    """What this service is called in ``aud``: one name, or several of which a token has one. None at all where
    *required_claims* says whom a token is for."""

    algorithms: Collection[str] = USUAL_ALGORITHMS
    """Those that its tokens may be signed with. None of them is a HS*: a key that is published is no secret."""

    jwks_url: str | None = None
    """Where its key set is; None: where its metadata says (``/.well-known/openid-configuration``, RFC 8414)."""

    leeway: float = 0.0
    """Seconds that clocks may be apart."""

    types: Collection[str] = ACCEPTED_TYPES
    """The accepted ``typ`` of the header (RFC 9068 section 2.1). A token without one is a "jwt"."""

    required_claims: Mapping[str, str | Collection[str]] = field(default_factory=dict, hash=False)
    """Values that a token needs, one of those given: such as ``{"token_use": "access"}`` for Amazon Cognito."""

    token_types: Collection[str] = (ACCESS,)
    """The accepted types, of tokens that name theirs in a claim: see `check_type`."""

    allow_http: bool = False
    """Whether keys may come by plain http from another machine, inside a network that you trust."""

    feed_url: str | None = None
    """Where it lists the sessions that have just ended: see `revocation_feed`. A token of such a session is refused
    within seconds. None: it is accepted until it expires."""

    is_ended: Callable[[Mapping[str, object]], bool] | None = field(default=None, compare=False)
    """Says of the claims of a genuine token whether its session was ended before."""

    def __post_init__(self) -> None:
        audience = {self.audience} if isinstance(self.audience, str) else {*self.audience}
        if not self.issuer or not (audience or self.required_claims) or "" in audience:
            raise KeyLoadError("An issuer needs a name, and the audience that its tokens are for.")
        for algorithm in self.algorithms:
            if algorithm not in ALGORITHMS or is_symmetric(algorithm):
                raise KeyLoadError(f"Tokens of {self.issuer} can't be verified with {algorithm!r}.")
        if not self.algorithms:
            raise KeyLoadError(f"No algorithm is named for {self.issuer}.")
        # Frozen for good, and hashable, whatever was given.
        types = (one.lower().removeprefix("application/") for one in self.types)
        for name, value in (("audience", audience), ("types", types), ("token_types", self.token_types)):
            object.__setattr__(self, name, frozenset(value))
        object.__setattr__(self, "algorithms", tuple(self.algorithms))

    def checked(self, claims: dict[str, Any]) -> dict[str, Any]:
        """
        *claims* of a genuine token, if it is an access token that isn't over.

        Raises `TokenError` or `WrongTokenTypeError`.
        """
        if "exp" not in claims:
            raise TokenError(reason=because.NO_END)
        check_type(claims, self.token_types)
        check_required(claims, self.required_claims)
        if self.is_ended is not None and self.is_ended(claims):
            raise TokenError(reason=because.ENDED)
        return claims
