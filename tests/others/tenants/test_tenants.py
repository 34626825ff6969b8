"""Tokens, links, sign-outs and wrong passwords of one tenant mean nothing to another, however they are separated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.others.tenants.doors import KINDS
from tests.real_parts.servers import postgresql, private_folder

ROOT = Path(__file__).resolve().parents[3]
THIRDS = {"schemas": "public", "databases": "nobody"}
"""Apart from a and b: the public schema, and a host without a tenant."""


@pytest.fixture(scope="module", params=THIRDS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What happens to users in that project."""
    with home(request.param, tmp_path_factory) as variables:
        project = f"tests.others.tenants.{request.param}"
        environment = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": f"{project}.settings"}
        command = [sys.executable, "-W", "error", "-m", "tests.others.tenants", f"{project}.world"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "third": THIRDS[request.param]}


@contextmanager
def home(project: str, folders: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Where *project* finds its databases."""
    if project == "databases":
        yield {"TENANTS_FOLDER": str(folders.mktemp("tenants"))}
        return
    with private_folder() as folder, postgresql(folder) as url:
        yield {"TENANTS_DATABASE_URL": url}


def test_every_token_is_refused_at_every_other_tenant_and_accepted_at_its_own(told: Mapping[str, Any]) -> None:
    """Each class and endpoint of its tier gets it six times at hosts of other tenants, and three times at its own."""
    assert told["matrix"].keys() == KINDS.keys()
    for name, kind in KINDS.items():
        for door in kind.doors:
            is_jwt = door.path.startswith(("/jwt/", "/fork/")) and door.field is not None
            good = 201 if door.path.startswith("/fork/") and is_jwt else 200
            assert told["matrix"][name][door.path] == [400 if is_jwt else 401] * 6 + [good] * 3, (name, door)


def test_a_cookie_is_valid_at_its_own_host_and_nobody_else_deletes_it(told: Mapping[str, Any]) -> None:
    """If tenants share a domain, a browser sends it to all: they refuse a refresh, and a sign-out leaves it alone."""
    foreign = [[401, True]] * 2 + [[204, True]] * 2
    assert told["cookies"] == [*foreign, [200, False]] * 3


def test_a_link_is_valid_at_its_own_tenant_alone(told: Mapping[str, Any]) -> None:
    """Though the other tenant's user with the same key has the same address and the same stored password."""
    assert told["links"] == {name: [400, 400, 204] * 3 for name in ("email change", "activation", "password reset")}


def test_a_token_that_is_made_in_a_command_is_of_the_tenant_that_was_entered(told: Mapping[str, Any]) -> None:
    """Even in one block: the user of the second tenant gets a session of their own, in the right database."""
    assert told["in commands"] == [[True, True]] * 3


def test_an_ended_session_is_refused_where_it_was_ended(told: Mapping[str, Any]) -> None:
    """A session of a and one of b share an identifier. Another process ends b's, restores it, then a signs out."""
    assert told["ended sessions"] == [[200, 200], [200, 200], [200, 401], [200, 200], [401, 200], [401, 200]]


def test_ten_wrong_passwords_at_one_tenant_limit_nobody_at_another(told: Mapping[str, Any]) -> None:
    """The same name, from the same address."""
    assert told["wrong passwords"] == {told["third"]: 200, "a": 429, "b": 200}


def test_without_the_setting_a_check_says_what_to_write(told: Mapping[str, Any]) -> None:
    """Always for schemas; for a router, before a deployment."""
    without = {"public": "signet.W032", "nobody": "signet.W033"}[told["third"]]
    assert told["complaints"] == {"with": [], "without": [without]}


def test_where_nobody_knows_the_tenant_every_endpoint_says_so(told: Mapping[str, Any]) -> None:
    """They answer 503, not 500 or 401, so clients keep their tokens; and nothing is done for somebody else."""
    assert len(told["unknown"]) > 40
    assert {tuple(one) for one in told["unknown"].values()} == {(503, "tenant_unknown")}
