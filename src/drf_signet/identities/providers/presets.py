"""What is known of some providers beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

EVERY_DOMAIN: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One product that people sign in with."""

    name: str = ""
    """What its button says; "" where the entry has to say."""

    issuer: str | None = None
    """Its issuer, where there is one for everybody."""

    kind: Literal["openid", "microsoft", "apple", "github"] = "openid"
    """How it differs from what OpenID Connect says."""

    scopes: tuple[str, ...] = ("openid", "email", "profile")
    """What is asked for."""

    verifies: tuple[str, ...] = ()
    """The domains for whose addresses it may speak."""

    organization_claim: str | None = None
    """The claim of users whose organization has its mailboxes there: for their addresses it may speak, too."""

    other_issuers: tuple[str, ...] = ()
    """What else its ID tokens may have as ``iss``. It means the same."""

    needs_secret: bool = False
    """Whether a page of ours can get no tokens for a code without a secret, not even with PKCE."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    """What else the redirect says."""


OPENID: Final = Preset()
"""Any provider that speaks OpenID Connect."""

PRESETS: Final[Mapping[str, Preset]] = {
    "google": Preset(
        name="Google",
        issuer="https://accounts.google.com",
        # Google calls itself the authority for these alone. It verified others once, when the account was made.
        verifies=("gmail.com",),
        organization_claim="hd",
        # Both forms are documented.
        other_issuers=("accounts.google.com",),
        needs_secret=True,
    ),
    "microsoft": Preset(
        name="Microsoft", issuer="https://login.microsoftonline.com", kind="microsoft", needs_secret=True
    ),
    "apple": Preset(
        name="Apple",
        issuer="https://appleid.apple.com",
        kind="apple",
        scopes=("openid", "email", "name"),
        verifies=(EVERY_DOMAIN,),
        # Apple demands it of anyone who asks for a name or an address.
        parameters={"response_mode": "form_post"},
    ),
    "gitlab": Preset(name="GitLab", issuer="https://gitlab.com"),
    "github": Preset(
        name="GitHub",
        issuer="https://github.com",
        kind="github",
        scopes=("read:user", "user:email"),
        needs_secret=True,
    ),
}
