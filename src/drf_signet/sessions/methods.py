"""
How a session was opened, by the names of RFC 8176: in its row, in the claim ``amr`` of its tokens, and in words.

Sessions that an earlier version opened have no methods, and neither have those opened outside of any sign-in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from drf_signet.opening import CODE, FEDERATED, PASSWORD
from drf_signet.sessions.models import METHODS_LENGTH, Session
from drf_signet.translation import translated
from signet_tokens.translatable_text import Text
from signet_tokens.translatable_text import gettext_noop as _

METHODS_CLAIM: Final = "amr"
"""A list (RFC 8176 section 1; in access tokens, RFC 9068 section 2.2.1)."""

WORDS: Final[Mapping[str, Text]] = {
    PASSWORD: Text(_("password")),
    FEDERATED: Text(_("another account")),
    CODE: Text(_("code by e-mail")),
}


def methods_of(session: Session) -> list[str]:
    """The methods in the row of *session*."""
    return (session.methods or "").split()


def written(methods: Iterable[str]) -> str:
    """*methods* as a row has them: each once, as many as there is room for."""
    kept = ""
    for method in dict.fromkeys(word for one in methods for word in one.split()):
        longer = f"{kept} {method}".lstrip()
        if len(longer) <= METHODS_LENGTH:
            kept = longer
    return kept


def with_methods(claimed: object, methods: Sequence[str]) -> list[str]:
    """
    *methods* of a session for the claim of its token, which has *claimed* until now.

    A method that the project has added there at sign-in stays, as every claim of its own does.
    """
    own = [one for one in claimed if isinstance(one, str)] if isinstance(claimed, list) else []
    return list(dict.fromkeys([*methods, *own]))


def in_words(methods: Iterable[str]) -> str:
    """*methods* in the active language; those of a project by their names."""
    return ", ".join(translated(WORDS[one]) if one in WORDS else one for one in methods)
