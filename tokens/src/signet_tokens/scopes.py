"""
What the holder of a token may do, as the token says (RFC 6749 section 3.3), read strictly. No framework is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

SCOPE_CLAIM: Final = "scope"
"""Names with a space between two of them (RFC 9068 section 2.2.3, RFC 8693 section 4.2)."""

LIST_CLAIM: Final = "scp"
"""The same where an issuer writes no SCOPE_CLAIM: a list, as Okta writes it, or a text, as Microsoft Entra ID does."""

NAME: Final = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
"""RFC 6749 appendix A.4: no space, no quotation mark, no backslash, and nothing beyond ASCII."""


def is_scope(name: str) -> bool:
    """Whether *name* can be a scope."""
    return NAME.fullmatch(name) is not None


def scopes_in(claims: Mapping[str, object]) -> frozenset[str]:
    """The scopes that *claims* grant, to the letter. A value of another shape grants none, and raises nothing."""
    if SCOPE_CLAIM in claims:
        return _named(claims[SCOPE_CLAIM])
    listed = claims.get(LIST_CLAIM)
    if isinstance(listed, list):
        return frozenset(one for one in listed if isinstance(one, str) and is_scope(one))
    return _named(listed)


def _named(text: object) -> frozenset[str]:
    return frozenset(filter(is_scope, text.split(" "))) if isinstance(text, str) else frozenset()
