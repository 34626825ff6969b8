"""
Counting in Django's default cache: how often something happened in a window of time, and whether it may once more.

Exact where the cache's ``incr`` is atomic: Redis, Memcached, and local memory within one process.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.base import BaseCache
from django.utils import timezone

from drf_signet.conf import get_rates
from drf_signet.database_errors import outage
from drf_signet.errors import CountsUnavailableError, ThrottledError, UnavailableError
from drf_signet.outage_log import OUTAGES
from drf_signet.rates import Rate
from drf_signet.tenant import for_tenant


class Subject(NamedTuple):
    """What is counted in a scope of `rates.USUAL_RATES`. Its limit is *share* times the rate."""

    scope: str
    name: str
    share: int = 1


class Counted(NamedTuple):
    """Counts that can be undone: an attempt that turned out to be all right doesn't count."""

    keys: tuple[str, ...]

    @contextmanager
    def unless_away(self) -> Iterator[None]:
        """Undo the counts if the block finds that something is away: nobody learned whether the attempt was right."""
        try:
            yield
        except Exception as error:
            if isinstance(error, UnavailableError) or outage(error) is not None:
                self.take_back()
            raise

    def take_back(self) -> None:
        """Count one less of each. If the cache is away, the counts stay."""
        try:
            cache = caches[DEFAULT_CACHE_ALIAS]
            for key in self.keys:
                _take_back(cache, key)
        except Exception as error:  # each cache has errors of its own  # noqa: BLE001
            OUTAGES.tell("The cache can't be reached, so what was counted stays counted", error)

    def and_also(self, other: Counted) -> Counted:
        """Both in one."""
        return Counted((*self.keys, *other.keys))


def count(subjects: Mapping[str, str], now: datetime | None = None) -> Counted:
    """The same as `count_each`, for one name in each scope."""
    return count_each([Subject(scope, name) for scope, name in subjects.items()], now)


def count_each(subjects: Iterable[Subject], now: datetime | None = None) -> Counted:
    """
    Count one more for each of *subjects*.

    Raises `ThrottledError`, and counts nothing, where one of them is over its rate: those after it are not looked at,
    so who is refused for the first fills no cache with names. Raises `CountsUnavailableError` where the cache is away.
    """
    moment = (now or timezone.now()).timestamp()
    secret = hashing_key()
    limited = [(_name_of(subject, rate, secret), rate) for subject in subjects if (rate := rate_of(subject))]
    keys: list[str] = []
    wait = 0
    with counting_cache() as cache:
        for name, rate in limited:
            key, wait = _count_one(cache, name, rate, moment)
            keys.append(key)
            if wait:
                break
    counted = Counted(tuple(keys))
    if wait:
        counted.take_back()
        raise ThrottledError(wait)
    return counted


def counted_at(subjects: Iterable[Subject], then: datetime) -> Counted:
    """What `count_each` counted *then* for *subjects*, for whoever wants to undo it later."""
    secret = hashing_key()
    limited = [(_name_of(one, rate, secret), rate) for one in subjects if (rate := rate_of(one))]
    return Counted(tuple(_key(name, rate, then.timestamp()) for name, rate in limited))


def forget(subject: Subject, now: datetime | None = None) -> None:
    """Count *subject* from nothing. Raises `CountsUnavailableError`."""
    rate = rate_of(subject)
    if rate is None:
        return
    window = int((now or timezone.now()).timestamp() // rate.period)
    name = _name_of(subject, rate, hashing_key())
    with counting_cache() as cache:
        cache.delete_many([f"{name}:{one}" for one in (window - 1, window, window + 1)])


@contextmanager
def counting_cache() -> Iterator[BaseCache]:
    """The cache, inside of a block whose errors are the cache's. Raises `CountsUnavailableError`."""
    try:
        yield caches[DEFAULT_CACHE_ALIAS]
    except Exception as error:  # each cache has errors of its own
        OUTAGES.tell("The cache can't be reached, so nothing can be counted", error)
        raise CountsUnavailableError from error


def hidden(subject: str) -> str:
    """A keyed hash of *subject*: names and addresses are nothing for a cache to know, and not always good keys."""
    return _hidden(subject, hashing_key())


def hashing_key() -> str:
    """What `hidden` is keyed with, for each tenant: under another one, everything is counted from nothing."""
    return f"{for_tenant('')}{settings.SECRET_KEY}"


def rate_of(subject: Subject) -> Rate | None:
    """How often *subject* may happen; None is as often as one likes."""
    rate = get_rates()[subject.scope]
    return rate and Rate(rate.limit * subject.share, rate.period)


@lru_cache(maxsize=1_024)
def _hidden(subject: str, secret: str) -> str:
    return hmac.digest(_derived(secret), subject.encode(), "sha256").hex()[:32]


@lru_cache(maxsize=64)
def _derived(secret: str) -> bytes:
    # The key that Django's ``salted_hmac`` derives anew each time.
    return sha256(f"drf_signet.throttles{secret}".encode()).digest()


def _name_of(subject: Subject, rate: Rate, secret: str) -> str:
    """What the keys in the cache begin with; each ends with the number of its window."""
    return f"drf_signet:{subject.scope}:{_hidden(subject.name, secret)}:{rate.period}"


def _key(name: str, rate: Rate, now: float) -> str:
    return f"{name}:{int(now // rate.period)}"


def _count_one(cache: BaseCache, name: str, rate: Rate, now: float) -> tuple[str, int]:
    window, present = int(now // rate.period), _key(name, rate, now)
    try:
        number = cache.incr(present)
    except ValueError:
        number = _begin(cache, present, 2 * rate.period)
    if rate.is_clear(number, now):
        return present, 0
    before, after = f"{name}:{window - 1}", f"{name}:{window + 1}"
    # With a slow clock, others may already count in the next window.
    others = cache.get_many((before, after))
    return present, rate.wait(number + others.get(after, 0), others.get(before, 0), now)


def _begin(cache: BaseCache, key: str, timeout: int) -> int:
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
