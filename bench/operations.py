"""All measured operations, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple

from bench import conditions, sides
from bench.checked_sliding import refresh_sliding_checked
from bench.keys import KEY_PAIRS
from bench.packages import SIGNET, SIMPLE_JWT, Package, View
from bench.sides import Side
from bench.views import OPEN, STATELESS, WITH_USER

STEP: Final = "Authentication step"
REQUEST: Final = "Whole request to a REST framework view"
STACK: Final = "Whole request through all of Django"
ENDPOINTS: Final = "Endpoints"
LAST_LOGIN: Final = "Endpoints, with last-login update"
HASHER: Final = "Endpoints, with Django's default password hasher"
ALGORITHMS: Final = "Authentication step by algorithm, stateless, token not seen before"

STATELESS_SEEN: Final = "stateless, token seen before"
STATELESS_NEW: Final = "stateless, token not seen before"


class Volume(NamedTuple):
    """How many times an operation runs in a block, and how many pairs of blocks there are."""

    size: int
    pairs: int


SHORT: Final = Volume(200, 150)
LONG: Final = Volume(50, 150)
HASHING: Final = Volume(1, 20)


@dataclass(frozen=True)
class Operation:
    """
    One row of a table. Without *theirs*, there is nothing to compare.

    *is_new* says that no token was presented before, so nothing that a package remembers helps. Where the packages
    do different things (*is_like* is False), they are shown beside each other, and no target judges them.
    """

    group: str
    name: str
    ours: Side
    theirs: Side | None
    volume: Volume
    is_new: bool = False
    is_like: bool = True
    condition: Callable[[], AbstractContextManager[None]] = nullcontext

    @property
    def title(self) -> str:
        """Group and name: tells it from every other operation."""
        return f"{self.group}: {self.name}"


def operations() -> list[Operation]:
    """All of them."""
    return [*_steps(), *_requests(), *_endpoints(), *_algorithms()]


def _both(group: str, name: str, make: Callable[[Package], Side], volume: Volume, *, is_new: bool = False) -> Operation:
    return Operation(group, name, make(SIGNET), make(SIMPLE_JWT), volume, is_new)


def _steps() -> Iterator[Operation]:
    def stateless(package: Package) -> Side:
        return sides.step(package, package.stateless)

    def with_user(package: Package) -> Side:
        return sides.step(package, package.with_user)

    yield _both(STEP, STATELESS_SEEN, stateless, SHORT)
    yield _both(STEP, STATELESS_NEW, stateless, SHORT, is_new=True)
    yield _both(STEP, "user loaded, token seen before", with_user, LONG)
    yield _both(STEP, "user loaded, token not seen before", with_user, LONG, is_new=True)


def _requests() -> Iterator[Operation]:
    def stateless(package: Package) -> Side:
        return sides.request(package, STATELESS[package])

    def with_user(package: Package) -> Side:
        return sides.request(package, WITH_USER[package])

    yield Operation(REQUEST, "no authentication", sides.request(SIGNET, OPEN), None, LONG)
    yield _both(REQUEST, STATELESS_SEEN, stateless, LONG)
    yield _both(REQUEST, STATELESS_NEW, stateless, LONG, is_new=True)
    yield _both(REQUEST, "user loaded, token seen before", with_user, LONG)

    def stateless_stack(package: Package) -> Side:
        return sides.stack(package, f"/{package.slug}/stateless/")

    def with_user_stack(package: Package) -> Side:
        return sides.stack(package, f"/{package.slug}/user/")

    yield Operation(STACK, "no authentication", sides.stack(SIGNET, "/open/"), None, LONG)
    yield _both(STACK, STATELESS_SEEN, stateless_stack, LONG)
    yield _both(STACK, "user loaded, token seen before", with_user_stack, LONG)


SIGN_IN: Final[dict[str, Callable[[Package], Side]]] = {
    "obtain pair": lambda package: sides.sign_in(package.obtain),
    "sliding: obtain": lambda package: sides.sign_in(package.obtain_sliding),
}
# A client sends these tokens rarely, so nothing is made of what a package may remember from the last time.
EXCHANGE: Final[dict[str, Callable[[Package], Side]]] = {
    "refresh": lambda package: sides.exchange(package.refresh, package.refresh_token, "refresh"),
    "verify": lambda package: sides.exchange(package.verify, package.access_token, "token"),
}
SLIDING: Final = "sliding: refresh"
SLIDING_CHECKED: Final = "sliding: refresh, user checked"


def _endpoints() -> Iterator[Operation]:
    def sign_in(
        group: str, volume: Volume, condition: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> Iterator[Operation]:
        for name, make in SIGN_IN.items():
            yield replace(_both(group, name, make, volume), condition=condition)

    yield from sign_in(ENDPOINTS, LONG)
    for name, make in EXCHANGE.items():
        yield _both(ENDPOINTS, name, make, LONG, is_new=True)
    yield from _sliding_refresh()
    yield from sign_in(LAST_LOGIN, LONG, conditions.last_login)
    yield from sign_in(HASHER, HASHING, conditions.default_hasher)


def _sliding_refresh() -> Iterator[Operation]:
    def refresh(package: Package, view: View) -> Side:
        return sides.exchange(view, package.sliding_token, "token")

    ours = refresh(SIGNET, SIGNET.refresh_sliding)
    theirs = refresh(SIMPLE_JWT, SIMPLE_JWT.refresh_sliding)
    checked = refresh(SIMPLE_JWT, refresh_sliding_checked)
    yield Operation(ENDPOINTS, SLIDING_CHECKED, ours, checked, LONG, is_new=True)
    yield Operation(ENDPOINTS, SLIDING, ours, theirs, LONG, is_new=True, is_like=False)


def _algorithms() -> Iterator[Operation]:
    def stateless(package: Package) -> Side:
        return sides.step(package, package.stateless)

    for name in KEY_PAIRS:
        signed_with_it = partial(conditions.algorithm, name)
        yield replace(_both(ALGORITHMS, name, stateless, SHORT, is_new=True), condition=signed_with_it)
