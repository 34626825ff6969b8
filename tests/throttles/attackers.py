"""Somebody who tries the passwords of one account from many addresses, as often as they are let."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from drf_signet.errors import ThrottledError
from drf_signet.throttles import count_attempt
from tests.conftest import NOON

STEP: Final = timedelta(minutes=20)
HOUR: Final = timedelta(hours=1)


def ipv4(number: int) -> list[str]:
    """So many addresses of IPv4."""
    return [f"10.{which // 250}.{which % 250}.1" for which in range(number)]


def networks(bits: int, number: int) -> list[str]:
    """Addresses in so many /64 networks, spread over one network of so many *bits*."""
    first = int("20010db8", 16) << 96
    spread = max(1, 2 ** (64 - bits) // number)
    found = [first + (which * spread << 64) + 1 for which in range(number)]
    return [":".join(f"{one:032x}"[at : at + 4] for at in range(0, 32, 4)) for one in found]


def is_let(account: str, address: str, now: datetime) -> bool:
    """Whether an attempt gets as far as the password. It is counted, as a wrong one is."""
    try:
        count_attempt(account, address, now)
    except ThrottledError:
        return False
    return True


def guesses(addresses: Sequence[str], hours: int, account: str = "ada") -> int:
    """How many passwords are tried in so many hours, each of *addresses* trying again until it is refused."""
    found = 0
    for step in range(round(hours * HOUR / STEP)):
        now = NOON + step * STEP
        for address in addresses:
            while is_let(account, address, now):
                found += 1
    return found


def may_sign_in(account: str, address: str, now: datetime) -> bool:
    """Whether the owner is let in from *address*, with the right password."""
    try:
        attempt = count_attempt(account, address, now)
    except ThrottledError:
        return False
    attempt.take_back()
    return True
