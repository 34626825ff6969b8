"""The sides and the machine, as the page describes them."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Mapping
from importlib.metadata import distributions
from typing import Final

from bench.machine import machine
from bench.served.database import Server
from bench.served.environments import BETTER_AUTH, DJANGO, FASTAPI
from bench.served.results import Peer
from bench.served.sides import allauth, better_auth, fastapi_users, signet, simple_jwt
from bench.served.sides.side import Side


def _own() -> Mapping[str, str]:
    return {one.name.lower().replace("_", "-"): one.version for one in distributions()}


INSTALLED: Final = {
    signet.SIDE.slug: _own,
    simple_jwt.SIDE.slug: DJANGO.versions,
    simple_jwt.ON_OUR_SERVER.slug: _own,
    allauth.SIDE.slug: DJANGO.versions,
    better_auth.SIDE.slug: BETTER_AUTH.versions,
    fastapi_users.SIDE.slug: FASTAPI.versions,
}
"""What says which versions a side runs with."""


def describe(side: Side) -> Peer:
    """*side*, with the versions that it runs with."""
    installed = INSTALLED[side.slug]()
    versions = {name: installed[name] for name in side.packages}
    differences, missing = (
        {name.value: text for name, text in texts.items()} for texts in (side.differences, side.missing)
    )
    return Peer(side.slug, side.name, side.server, versions, differences, missing)


def runtimes(server: Server) -> Mapping[str, str]:
    """Python, Node and PostgreSQL."""
    found = {"Python": f"{platform.python_version()} ({platform.python_implementation()})"}
    if node := shutil.which("node"):
        said = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
        found["Node"] = said.strip().removeprefix("v")
    return {**found, "PostgreSQL": server.version}


__all__ = ["describe", "machine", "runtimes"]
