"""The nodes: `signet serve`, three times, with the same keys, database and cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from examples.cluster.answers import answers
from examples.cluster.part import Part
from examples.cluster.place import Place
from examples.cluster.ports import free_port
from examples.cluster.secret_words import Secrets

COMMAND: Final = (sys.executable, "-m", "signet_server")
SERVE: Final = (*COMMAND, "serve", "--workers", "1")
"""One process each, as three nodes share this machine."""

OURS: Final = ("DJANGO_", "PG", "PYTHON")
"""Beginnings of variables that would change what a node does."""


@dataclass
class Node(Part):
    """A service."""

    @property
    def url(self) -> str:
        """Of this node, without the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def is_ready(self) -> bool:
        """Whether its database takes changes, and its cache answers."""
        return answers(f"{self.url}/readyz")


def nodes(
    place: Place, environment: Mapping[str, str], more: Mapping[str, str] = {}, number: int = 3
) -> Sequence[Node]:
    """So many nodes with the same *environment*, and *more* variables that count before it."""
    return [_node(f"node{each}", place, {**environment, **more}) for each in range(1, number + 1)]


def environment_of_nodes(
    place: Place, secrets: Secrets, url: str, database_url: str, cache_url: str
) -> Mapping[str, str]:
    """The variables of each node. Only the port is missing."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {
        **inherited,
        "HOME": str(place.folder),
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": secrets.secret_key,
        "SIGNING_KEYS": "table",
        "KEY_ENCRYPTION_KEYS": secrets.key_encryption_key,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "PUBLIC_URL": url,
        "DATABASE_URL": database_url,
        "REDIS_URL": cache_url,
        "EMAIL_URL": "console:",
        "EMAIL_FROM": "signet@example.com",
        "NUM_PROXIES": "1",
        "SITE_NAME": "Signet cluster",
    }


def _node(name: str, place: Place, environment: Mapping[str, str]) -> Node:
    port = free_port()
    return Node(name, "service", port, place.log(name), SERVE, {**environment, "PORT": str(port)})
