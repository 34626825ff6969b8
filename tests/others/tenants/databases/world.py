"""The tenants of the project with databases. The third is none: a host that is nobody's, and the default database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.management import call_command

from tests.others.tenants.databases.routers import TENANTS as NAMED
from tests.others.tenants.databases.tenants import tenant

TENANTS: Final = ("nobody", *NAMED)


def prepare() -> None:
    """Make the databases."""
    for alias in ("default", *NAMED):
        call_command("migrate", database=alias, verbosity=0)


@contextmanager
def inside(name: str) -> Iterator[None]:
    """A block that is *name*'s, as in a command."""
    token = tenant.set(name if name in NAMED else None)
    try:
        yield
    finally:
        tenant.reset(token)


def name_in_token(name: str) -> object:
    """What a token of *name* says."""
    return name if name in NAMED else None
