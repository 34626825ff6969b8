"""What can be wrong with an ID token beside its signature and its times, in words for the log."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from signet_tokens.reasons import RefusalReason, listed, shown

NO_BEGIN: Final = RefusalReason("claims", "it has no iat, which OpenID Connect requires")
NO_SUBJECT: Final = RefusalReason("subject", "its sub is no string of 1 to 255 ASCII characters")
HASH: Final = RefusalReason("at_hash", "its at_hash is that of another access token")


def other_issuer(found: object, wanted: str | None) -> RefusalReason:
    """Its ``iss`` is not that of the provider."""
    if wanted is None:
        return RefusalReason("tenant", f"its iss is {shown(found)}, of a tenant that 'tenant' doesn't admit")
    return RefusalReason("issuer", f"its iss is {shown(found)}, but the provider is {shown(wanted)}")


def other_audience(found: Collection[object], ours: Collection[str]) -> RefusalReason:
    """Its ``aud`` names somebody beside us."""
    text = f"its aud names {', '.join(map(shown, found))} as well, but we are {listed(ours)}"
    return RefusalReason("audience", text, "If those are apps of yours, name them in 'client_ids'.")


def other_party(found: object, ours: Collection[str]) -> RefusalReason:
    """Its ``azp`` is somebody else, or is missing where ``aud`` names several."""
    if found is None:
        return RefusalReason("azp", "its aud names several, and it has no azp")
    text = f"its azp is {shown(found)}, but we are {listed(ours)}"
    return RefusalReason("azp", text, "If that is an app of yours, name it in 'client_ids'.")


def other_user(found: object, wanted: object) -> RefusalReason:
    """The userinfo endpoint speaks of somebody else (OpenID Connect Core section 5.3.2)."""
    return RefusalReason("userinfo", f"it is of {shown(wanted)}, but the userinfo endpoint answers for {shown(found)}")
