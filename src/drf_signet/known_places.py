"""
What speaks for the owner of an account when others try its password: a sign-in from the same place, and a reset.

Both are remembered in the cache in which attempts are counted, by what is typed at a sign-in. So it is for accounts
that don't exist as for those that do: nothing is looked up anywhere else.
"""

from __future__ import annotations

import logging
import secrets
import unicodedata
from typing import Final

from drf_signet.client_address import network_of
from drf_signet.conf import get_rates
from drf_signet.errors import CountsUnavailableError
from drf_signet.rate_limits import counting_cache, hidden

LONGEST_NAME: Final = 320
"""Characters of a name that tell it from others: to normalize many takes long."""

REMEMBERED: Final = 30 * 24 * 60 * 60
"""Seconds for which a place is its owner's after a sign-in."""

STROKES: Final = str.maketrans(
    {"æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "\u0131": "i", "ł": "l", "ø": "o", "œ": "oe", "þ": "th"}
)
"""Letters that no form of Unicode's takes apart, and some collations of MySQL do."""

logger: Final = logging.getLogger("drf_signet")


def canonical(name: str) -> str:
    """*name* as two spellings of it are compared: whatever its case and width (Unicode's NFKC)."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def folded(name: str) -> str:
    """
    *name* as coarsely as any database compares it, for counting: without accents, strokes, and what isn't printed.

    MySQL finds ``ada`` for "\u00e1d\u00e0" and "a\u200bda", and each spelling would be another account to count for.
    """
    letters = unicodedata.normalize("NFKD", canonical(name).translate(STROKES))
    return "".join(one for one in letters if unicodedata.category(one)[0] not in "CM").strip()


def remember_place(account: str, address: str | None) -> None:
    """Let the place of *address* be one of the owner of *account*. Nothing happens where the cache is away."""
    if not address:
        return
    place = _place(account, address)
    try:
        with counting_cache() as cache:
            cache.set(place, 1, REMEMBERED)
    except CountsUnavailableError:
        return


def is_remembered(account: str, address: str | None) -> bool:
    """Whether the owner of *account* has recently signed in from there. Raises `CountsUnavailableError`."""
    if not address:
        return False
    place = _place(account, address)
    with counting_cache() as cache:
        return cache.get(place) is not None


def forgive(account: str) -> None:
    """Count attempts at *account* from nothing, wherever they came from. Raises `CountsUnavailableError`."""
    era = _era_key(account)
    with counting_cache() as cache:
        cache.set(era, secrets.token_hex(8), _longest())


def era_of(account: str) -> str:
    """What attempts at *account* are counted under since `forgive`. Raises `CountsUnavailableError`."""
    era = _era_key(account)
    with counting_cache() as cache:
        return str(cache.get(era, ""))


def _place(account: str, address: str) -> str:
    return f"drf_signet:place:{hidden(f'{_exact(account)} {network_of(address)}')}"


def _era_key(account: str) -> str:
    return f"drf_signet:era:{hidden(_exact(account))}"


def _exact(account: str) -> str:
    # Whoever is called Ada can speak for Ada, and for no ada. Addresses are compared whatever their case.
    name = account[:LONGEST_NAME]
    return canonical(name) if "@" in name else unicodedata.normalize("NFKC", name).strip()


def _longest() -> int:
    rates = get_rates()
    return max((2 * rate.period for rate in (rates["sign_in_account"], rates["sign_in_account_ip"]) if rate), default=1)
