"""How often something may happen: `Rate`, and the usual one of everything that is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from typing import Final, NamedTuple

USUAL_RATES: Final[Mapping[str, str]] = {
    "sign_in_ip": "100/10m",
    "sign_in_account": "100/h",
    "sign_in_account_ip": "10/h",
    "sign_in_no_address": "120/m",
    "password_user": "10/10m",
    "refresh_ip": "1200/m",
    "refresh_session": "60/m",
    "client_secret_ip": "60/m",
    "sign_up_ip": "30/h",
    "mail_ip": "30/h",
    "mail_address": "3/30m",
}
"""The default rates. THROTTLE_RATES overrides them."""

USUAL_SHARES: Final = (1, 4, 16)
"""How many times the rate an IPv6 network has, by its rank in `client_address.NETWORK_PREFIXES`: /64, /56, /48."""

SHARES: Final[Mapping[str, tuple[int, ...]]] = {"sign_in_account_ip": (1, 2, 4, 8)}
"""
The scopes with other shares. One account: even a whole provider must not use up what it has from everywhere.

A scope for all accounts has none for a provider, whose other customers would be locked out with the one.
"""

CLOCK_SKEW: Final = 5
"""Seconds before the end of a window in which others, whose clocks are ahead, may count in the next one already."""

WRITTEN: Final = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,4})?([smhd])", re.ASCII)
SECONDS: Final[Mapping[str, int]] = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class Rate(NamedTuple):
    """At most *limit* times in *period* seconds."""

    limit: int
    period: int

    @classmethod
    def read(cls, text: str) -> Rate:
        """The rate that is written as ``"10/m"`` (ten a minute) or ``"10/5m"`` (in five). Raises `ValueError`."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not a rate such as '10/m', '100/10m', '5/h' or '50/d'.")
        limit, number, unit = found.groups()
        return cls(int(limit), int(number or 1) * SECONDS[unit])

    @property
    def longest_pause(self) -> int:
        """For how many seconds, at most, nothing more is let through while all that may be is."""
        return ceil(self.period + self.period / self.limit)

    def is_clear(self, count: int, now: float) -> bool:
        """Whether the *count*-th in the window of *now* is within the rate, however full the windows beside it are."""
        elapsed = now % self.period
        return count * self.period <= self.limit * elapsed and elapsed + CLOCK_SKEW < self.period

    def wait(self, count: int, previous: int, now: float) -> int:
        """
        How many seconds to wait until the *count*-th in the window of *now* is within the rate: 0 if it is already.

        Windows are counted from 1970. Of the *previous* window, as much counts as still lies within the last period.
        """
        elapsed = now % self.period
        if count + previous * (1 - elapsed / self.period) <= self.limit:
            return 0
        if count <= self.limit:
            free_at = self.period * (1 - (self.limit - count) / previous)
        else:
            # In the next window, this one is the previous one, and full.
            free_at = self.period + self.period / self.limit
        return max(1, ceil(free_at - elapsed))
