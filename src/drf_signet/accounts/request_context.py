"""
The world of a request, which what is done after it needs: for whom it is, and where that is.

A job is done by another thread or process, where a router or a middleware that went by the host has nothing to go by.
So what tells one user from all others is looked up before the request is answered, and goes along: database, schema and
tenant, and the key and the address of each person whom the mail is about. When it is sent, each is looked up there by
the key, and compared. Nobody else's mail is sent instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, NamedTuple, ParamSpec

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS

from drf_signet.accounts.mail_tables import Place, place_of
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.recipients import Person
from drf_signet.conf import get_settings
from drf_signet.databases import database_for, in_database, may_choose
from drf_signet.postgres_schemas import as_tenant, has_tenants, schema_of
from drf_signet.tenant import current_tenant, serving

Parameters = ParamSpec("Parameters")


class WorldUnknownError(Exception):
    """Nothing says for which of several databases, schemas or tenants a job is."""


class World(NamedTuple):
    """What a request knew."""

    home: str
    """The alias of the database in which the job waits."""

    database: str
    """That of the users."""

    schema: str | None = None
    tenants: tuple[str | None, ...] = ()
    """The one that TENANT named, if it was asked."""

    people: tuple[Person, ...] | None = None
    """Whom the job is about. None: nobody has looked."""

    pages: str | None = None
    """What `pages_for` said."""

    def written(self) -> dict[str, object]:
        """As JSON has it."""
        return self._asdict()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """In this block, everything of ours is looked up in this world."""
        token = _entered.set(self)
        try:
            with ExitStack() as block:
                block.enter_context(as_tenant(self.database, self.schema))
                block.enter_context(in_database(self.database))
                for tenant in self.tenants:
                    block.enter_context(serving(tenant))
                yield
        finally:
            _entered.reset(token)


_entered: Final[ContextVar[World | None]] = ContextVar("drf_signet_world", default=None)


def this_world(people: Sequence[Person] | None, pages: str | None) -> World:
    """The one of the request that is being answered. Raises `TenantUnknownError`."""
    alias = database_for(get_user_model())
    tenants = () if get_settings().TENANT is None else (current_tenant(),)
    found = None if people is None else tuple(people)
    return World(database_for(WaitingMail), alias, schema_of(alias), tenants, found, pages)


def read_world(written: Mapping[str, Any]) -> World:
    """The one that `World.written` wrote down. What a later version adds is left out."""
    given = {name: value for name, value in written.items() if name in World._fields}
    people = given.get("people")
    read = None if people is None else tuple(Person(*one) for one in people)
    return World(**{**given, "tenants": tuple(given.get("tenants", ())), "people": read})


def world_of(mail: WaitingMail) -> World:
    """The one of *mail*. A server of a version before wrote it down where the users are."""
    place = place_of(mail)
    return read_world(mail.world) if mail.world else World(place.database, place.database, place.schema)


def home_of(world: World) -> Place:
    """Where a job of *world* waits."""
    is_shared = world.home == world.database
    return Place(world.home, world.schema if is_shared else schema_of(world.home))


def entered_world() -> World | None:
    """The one in which the present job is done; None where nothing was carried along."""
    return _entered.get()


def are_several() -> bool:
    """Whether this project may have users of several worlds."""
    return may_choose() or has_tenants(DEFAULT_DB_ALIAS) or get_settings().TENANT is not None


def is_world_needed(world: World) -> bool:
    """Whether who knows the project, and not *world*, might take one user for another."""
    return are_several() or world.schema is not None


def in_its_world(job: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """
    A job that takes ``world`` as well, as JSON, for queues of projects: in which it is to be done.

    Raises `WorldUnknownError` where there are several, and nothing says which.
    """

    @wraps(job)
    def enter(*args: Parameters.args, **arguments: Parameters.kwargs) -> None:
        world = arguments.pop("world", None)
        if world is not None:
            with read_world(json.loads(str(world))).entered():
                job(*args, **arguments)
            return
        if entered_world() is None and are_several():
            raise WorldUnknownError(f"{job.__name__} doesn't know its database or tenant")
        job(*args, **arguments)

    return enter
