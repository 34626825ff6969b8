"""The page of throttles: every scope of ``rates.USUAL_RATES``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from drf_signet.client_address import NETWORK_PREFIXES
from drf_signet.effect_checks import ACCOUNTS, SCOPES, SESSIONS
from drf_signet.rates import SHARES, USUAL_RATES, USUAL_SHARES
from tools.reference.attacks import ATTACKS
from tools.reference.tables import COUNTED

TIERS: Final[Mapping[str, str]] = {SESSIONS: "Sessions", ACCOUNTS: "Accounts"}
"""By the app that counts them."""


def throttles_page(note: str) -> str:
    """Every scope of ``rates.USUAL_RATES``."""
    assert COUNTED.keys() == USUAL_RATES.keys()
    tiers = {scope: title for app, title in TIERS.items() for scope in SCOPES[app]}
    scopes = sorted(USUAL_RATES, key=lambda scope: ["Core", *TIERS.values()].index(tiers.get(scope, "Core")))
    rows = [f"| {tiers.get(one, 'Core')} | `{one}` | `{USUAL_RATES[one]}` | {COUNTED[one]} |" for one in scopes]
    return "\n".join(
        (
            "# Throttles",
            note,
            "",
            "Limits on how often something may happen. Beyond a limit the answer is a 429, with the seconds to wait in",
            "`Retry-After`. It is the same whether or not an account exists, and comes before any password is checked.",
            "`10/5m` is ten in five minutes.",
            "",
            "| Tier | Scope | Usual rate | What is counted |",
            "|---|---|---|---|",
            *rows,
            "",
            '`SIGNET["THROTTLE_RATES"]` changes some of them: `{"sign_in_ip": "30/10m"}`; `None` is no limit. Behind',
            "proxies, or a Unix socket, set `NUM_PROXIES`: see",
            "[proxies and Unix sockets](../how-to/proxies.md).",
            "",
            "An attempt counts as failed unless all of it succeeds, including a second factor and conditions of your",
            "project.",
            "In tests, limits can be [turned off](../how-to/testing.md#throttles).",
            "",
            "## IPv6",
            "",
            "An address counts for its /64 network, and for each wider one. The table says how many times the rate a",
            "network may use. One device has a /64, one household a /56, and one company a /48.",
            "",
            "| | /64 | /56 | /48 | /32 |",
            "|---|---|---|---|---|",
            *_shares(),
            "",
            ATTACKS,
            "## The cache",
            "",
            "Signet keeps counts in Django's default cache, under keyed hashes instead of names. They are exact with",
            "Redis and Memcached, and with local memory within one process; each further process counts for itself. If",
            "the cache can't be reached, signing in answers 503, and refreshing still works.",
            "",
        )
    )


def _shares() -> Iterator[str]:
    special = ", ".join(f"`{scope}`" for scope in SHARES)
    for scopes, shares in ((special, *SHARES.values()), ("all others", USUAL_SHARES)):
        numbers = [*map(str, shares), *["no limit"] * (len(NETWORK_PREFIXES) - len(shares))]
        yield f"| {scopes} | {' | '.join(numbers)} |"
