"""What can be wrong with the claims of a genuine token, in words. No framework is known here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from signet_tokens.reasons import RefusalReason, listed, shown

NO_TIME: Final = RefusalReason("times", "one of exp, iat and nbf isn't a time")
NO_END: Final = RefusalReason("claims", "it has no exp, so it would never expire")
ENDED: Final = RefusalReason("ended", "its session was ended", is_usual=True)
NO_TEXT: Final = RefusalReason("claims", "its sub or its jti isn't a string (RFC 7519 section 4.1)")
NO_AUDIENCE: Final = RefusalReason("audience", "its aud is neither a string nor a list of strings")


def expired(ago: float) -> RefusalReason:
    """Its time was over *ago* seconds before."""
    return RefusalReason("expired", f"it expired {ago:.0f} seconds ago", is_usual=True)


def ahead(claim: str, seconds: float, leeway: float) -> RefusalReason:
    """Its *claim*, ``iat`` or ``nbf``, lies that far in the future."""
    text = f"its {claim} is {seconds:.0f} seconds ahead of this machine's clock, and LEEWAY is {leeway:g}"
    return RefusalReason("clock", text, "Set the clocks right, or set LEEWAY to the largest difference between them.")


def wrong_issuer(found: object, wanted: str) -> RefusalReason:
    """Its ``iss`` is not ISSUER, to the letter."""
    if found is None:
        return RefusalReason("issuer", f"it has no iss, but ISSUER is {shown(wanted)}")
    return RefusalReason(
        "issuer", f"its iss is {shown(found)}, but ISSUER is {shown(wanted)}", _how_they_differ(found, wanted)
    )


def wrong_audience(found: object, wanted: Collection[str]) -> RefusalReason:
    """Its ``aud`` names nobody that AUDIENCE names."""
    if found is None:
        text = f"it has no aud, but AUDIENCE is {listed(wanted)}"
        mend = (
            "If the issuer never writes one, remove AUDIENCE, and use required_claims for a claim that it does write."
        )
        return RefusalReason("audience", text, mend)
    return RefusalReason("audience", f"its aud is {shown(found)}, but AUDIENCE is {listed(wanted)}")


def no_claim(claim: str, setting: str) -> RefusalReason:
    """It has none of the claims that tokens of ours have, and that another issuer may not write."""
    text = f"it lacks the claim {shown(claim)}, which {setting} names"
    return RefusalReason(
        setting.lower(),
        text,
        f"If its issuer writes no such claim, set {setting} to None, or to the claim that it does write.",
    )


def lacks(claim: str) -> RefusalReason:
    """It has not all claims of RFC 9068."""
    text = f"it has no {shown(claim)}, which RFC 9068 requires of access tokens"
    return RefusalReason("claims", text, "To accept tokens without it, use drf_signet.tokens.AccessToken.")


def no_user(claim: str) -> RefusalReason:
    """It has no claim that could name a user."""
    text = f"it has no {shown(claim)} that names a user"
    return RefusalReason(
        "user", text, "Set USER_ID_CLAIM to the claim in which its issuer names the user, such as 'sub'."
    )


def unknown_user(identifier: object, field: str) -> RefusalReason:
    """It names somebody who isn't there."""
    text = f"no user has {shown(identifier)} in the field {shown(field)}"
    return RefusalReason("unknown-user", text, is_usual=True)


def name_taken(identifier: object) -> RefusalReason:
    """It names somebody new, for whom no user can be made."""
    text = f"no user could be made for {shown(identifier)}: a value is somebody else's, or doesn't fit its field"
    return RefusalReason("new-user", text, "Let user_defaults return values that no other user has.")


def wrong_type(claim: str, found: object, wanted: Collection[str]) -> RefusalReason:
    """A token of another type, such as a refresh token or an ID token where an access token is asked for."""
    text = f"its {claim} is {shown(found)}, but it should be {listed(wanted)}"
    return RefusalReason("type", text, "The client sends the wrong kind of token.")


def no_access_token(claim: str) -> RefusalReason:
    """It names no type, and has a claim that no access token has."""
    text = f"it has the claim {shown(claim)}, which no access token has"
    return RefusalReason("type", text, "The client sends the wrong kind of token, such as an ID token.")


def wrong_value(claim: str, found: object, wanted: Collection[str]) -> RefusalReason:
    """A claim doesn't have what ``required_claims`` demands."""
    has = f"it has no {shown(claim)}" if found is None else f"its {claim} is {shown(found)}"
    return RefusalReason("required-claims", f"{has}, but required_claims needs {listed(wanted)}")


def _how_they_differ(found: object, wanted: str) -> str:
    if not isinstance(found, str):
        return ""
    if found.rstrip("/") == wanted.rstrip("/"):
        return "They differ in the slash at the end. Copy ISSUER from iss exactly."
    try:
        one, other = urlsplit(found), urlsplit(wanted)
    except ValueError:
        return ""
    if one.netloc and one.path.rstrip("/") == other.path.rstrip("/"):
        return "The issuer uses two names. Configure a fixed one there, or set ISSUER to the one in its tokens."
    return ""
