"""`Side`: one package under the server that people run it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from bench.served.environments import Environment
from bench.served.operations import Operation
from bench.served.people import ARGON2, FREE
from bench.served.processes import Command
from bench.served.traffic import Exchange

HERE: Final = Path(__file__).resolve().parents[1]
PROJECTS: Final = HERE / "projects"
ROOT: Final = HERE.parents[1]
SECRET: Final = "a-secret-for-the-benchmark-that-is-long-enough-for-every-side-0123456789"


class Variant(NamedTuple):
    """How a service is configured: the hash of passwords, and whether requests look at the session."""

    password: str
    looks_up: bool


class Place(NamedTuple):
    """Where it runs: its variant, its port, and the address of its database."""

    variant: Variant
    port: int
    database: str


@dataclass(frozen=True, eq=False)
class Side:
    """
    One package under one server.

    *environment* is None where it is that of this process. *fill* has the statements that make users, *password* how
    their hash is stored. *renew* gets a new access token for
    somebody who is signed in. *differences* says what an operation does here that it doesn't elsewhere; *missing*, why
    there is none.
    """

    slug: str
    name: str
    packages: Sequence[str]
    server: str
    environment: Environment | None
    prepare: Callable[[Place], Sequence[Command]]
    serve: Callable[[Place], Command]
    fill: Sequence[str]
    password: Callable[[str], str]
    exchanges: Mapping[Operation, Exchange]
    renew: Exchange
    differences: Mapping[Operation, str] = field(default_factory=dict)
    missing: Mapping[Operation, str] = field(default_factory=dict)
    has_two_kinds_of_requests: bool = False

    def variant(self, operation: Operation) -> Variant:
        """The configuration in which *operation* is measured."""
        is_hashed = operation is Operation.SIGN_IN
        looks_up = self.has_two_kinds_of_requests and operation is Operation.LIVE
        return Variant(ARGON2 if is_hashed else FREE, looks_up)
