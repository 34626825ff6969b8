"""All operations in which both packages are compared, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from bench.packages import SIGNET, SIMPLE_JWT, Package
from bench.sessions import sides
from bench.sessions.names import FORGED, LISTING, LIVE, REFRESH, REPLAYED, REPLAYED_FIRST, SIGN_IN, SNAPSHOT
from bench.sessions.sides import Side
from bench.sides import PASSWORD

LISTED: Final = 10
"""How many sessions the user has whose sessions are listed."""


@dataclass(frozen=True)
class Operation:
    """
    One row of a table. Without *theirs*, there is nothing to compare.

    Where the packages do different things (*is_like* is False), they are shown beside each other, and not judged.
    """

    name: str
    ours: Side
    theirs: Side | None
    is_like: bool = True


def make_users(count: int) -> list[User]:
    """*count* new users, who sign in with the same password."""
    first = User.objects.count() + 1
    password = make_password(PASSWORD)
    return User.objects.bulk_create(
        User(username=f"user{number}", password=password) for number in range(first, first + count)
    )


def operations(size: int) -> Iterator[Operation]:
    """
    All of them, with a block of *size* requests, each of another user.

    Each is made when its turn comes: access tokens live for five minutes.
    """
    users = make_users(size)

    def both(name: str, make: Callable[[Package, Sequence[User]], Side], *, is_like: bool = True) -> Operation:
        return Operation(name, make(SIGNET, users), make(SIMPLE_JWT, users), is_like)

    yield both(REFRESH, _refresh)
    yield both(FORGED, sides.forged)
    yield both(REPLAYED, sides.replayed)
    yield both(REPLAYED_FIRST, sides.replayed_first, is_like=False)
    yield both(SIGN_IN, sides.sign_in)
    yield both(SNAPSHOT, partial(_request, "stateless"), is_like=False)
    yield both(LIVE, partial(_request, "user"), is_like=False)
    yield Operation(LISTING, sides.listing(make_users(1)[0], LISTED, size), None)


def _refresh(package: Package, users: Sequence[User]) -> Side:
    return sides.refresh(package, sides.issue(package, users))


def _request(path: str, package: Package, users: Sequence[User]) -> Side:
    return sides.request(package, path, users)
