"""
Counting what may happen a number of times only: attempts to sign in, mails, refreshes. See `rates.USUAL_RATES`.

Counts are in Django's default cache and exact where its ``incr`` is atomic: Redis, Memcached, and local memory within
one process. Whoever asks too often is told so before anything is looked up, so it is the same for every account.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.base import BaseCache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from drf_signet.client_address import network_of
from drf_signet.conf import get_rates
from drf_signet.database_errors import outage
from drf_signet.errors import CountsUnavailableError, ThrottledError, UnavailableError
from drf_signet.outage_log import OUTAGES
from drf_signet.rates import Rate

LONGEST_NAME: Final = 320
"""Characters of a name that tell it from others: to normalize many takes long."""


class Counted(NamedTuple):
    """What was counted, so that it can be taken back: what turned out to be all right need not count."""

    keys: tuple[str, ...]

    @contextmanager
    def unless_away(self) -> Iterator[None]:
        """Take it back where what is done here finds that something is away: nobody learned whether it was right."""
        try:
            yield
        except Exception as error:
            if isinstance(error, UnavailableError) or outage(error) is not None:
                self.take_back()
            raise

    def take_back(self) -> None:
        """Count one less of each. What a cache that is away can't take back stays counted."""
        try:
            cache = caches[DEFAULT_CACHE_ALIAS]
            for key in self.keys:
                _take_back(cache, key)
        except Exception as error:  # each cache has errors of its own  # noqa: BLE001
            OUTAGES.tell("The cache can't be reached, so what was counted stays counted", error)


def count(subjects: Mapping[str, str], now: datetime | None = None) -> Counted:
    """
    Count one more for each scope of *subjects* (a scope of `rates.USUAL_RATES`, and who or what is counted in it).

    Raises `ThrottledError`, and counts nothing, where one of them is over its rate: those after it are not looked at,
    so who is refused for the first fills no cache with names. Raises `CountsUnavailableError` where the cache is away.
    """
    rates = get_rates()
    try:
        counted, wait = _count_in_turn(subjects, rates, (now or timezone.now()).timestamp())
    except Exception as error:  # each cache has errors of its own
        OUTAGES.tell("The cache can't be reached, so nothing can be counted", error)
        raise CountsUnavailableError from error
    if wait:
        counted.take_back()
        raise ThrottledError(wait)
    return counted


def count_attempt(account: str, address: str | None, now: datetime | None = None) -> Counted:
    """Count an attempt to sign in as *account* from the IP *address*. Take it back when it succeeded."""
    name = canonical(account[:LONGEST_NAME])
    return count(
        {
            **_by_address("sign_in_ip", address),
            # From one place, an account is locked for that place only: its owner is elsewhere.
            "sign_in_account_ip": f"{network_of(address) if address else ''} {name}",
            "sign_in_account": name,
        },
        now,
    )


def count_refresh(address: str, session: str | None, now: datetime | None = None) -> None:
    """Count a refresh of *session* from *address*. Nothing is counted where the cache can't be reached."""
    of_session = {} if session is None else {"refresh_session": session}
    try:
        count({**_by_address("refresh_ip", address), **of_session}, now)
    except CountsUnavailableError:
        # Guards no password: users stay signed in while the cache is away.
        return


def count_password(user_id: object, now: datetime | None = None) -> Counted:
    """Count that a signed-in user is asked for the password. Take it back when it was right."""
    return count({"password_user": str(user_id)}, now)


def count_sign_up(address: str | None, now: datetime | None = None) -> Counted:
    """Count an account that is asked for from *address*."""
    return count(_by_address("sign_up_ip", address), now)


def count_mail(email: str, address: str | None, now: datetime | None = None) -> Counted:
    """Count a mail to *email* that is asked for from *address*, whether or not one will be sent."""
    return count({**_by_address("mail_ip", address), "mail_address": canonical(email)}, now)


def canonical(name: str) -> str:
    """*name* as two spellings of it are compared: whatever its case and width (Unicode's NFKC)."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _by_address(scope: str, address: str | None) -> Mapping[str, str]:
    return {scope: network_of(address)} if address else {}


@lru_cache(maxsize=1_024)
def _hidden(subject: str, secret: str) -> str:
    # Names and addresses don't belong into a cache, and are not always good keys.
    return salted_hmac("drf_signet.throttles", subject, secret, algorithm="sha256").hexdigest()[:32]


def _count_in_turn(subjects: Mapping[str, str], rates: Mapping[str, Rate | None], now: float) -> tuple[Counted, int]:
    cache = caches[DEFAULT_CACHE_ALIAS]
    keys: list[str] = []
    for scope, subject in subjects.items():
        if rate := rates[scope]:
            key, wait = _count_one(cache, f"{scope}:{_hidden(subject, settings.SECRET_KEY)}", rate, now)
            keys.append(key)
            if wait:
                return Counted(tuple(keys)), wait
    return Counted(tuple(keys)), 0


def _count_one(cache: BaseCache, name: str, rate: Rate, now: float) -> tuple[str, int]:
    window = int(now // rate.period)
    present = f"drf_signet:{name}:{rate.period}:{window}"
    number = _increment(cache, present, 2 * rate.period)
    if rate.is_clear(number, now):
        return present, 0
    before, after = (f"drf_signet:{name}:{rate.period}:{one}" for one in (window - 1, window + 1))
    # Who is late, or has a slow clock, finds that others count in the next window already.
    others = cache.get_many((before, after))
    return present, rate.wait(number + others.get(after, 0), others.get(before, 0), now)


def _increment(cache: BaseCache, key: str, timeout: int) -> int:
    with suppress(ValueError):
        return cache.incr(key)
    # The first in this window; of two that are, one adds.
    cache.add(key, 0, timeout)
    with suppress(ValueError):
        return cache.incr(key)
    # A cache that keeps nothing, as some have while they develop, counts nothing.
    return 1


def _take_back(cache: BaseCache, key: str) -> None:
    # The cache may have dropped the count meanwhile.
    with suppress(ValueError):
        cache.decr(key)
