"""The benchmark of the core runs, and measures what it says: each operation once with each package, and no time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (
    "docs/explanation/benchmarks.md",
    "docs/explanation/benchmarks.svg",
    "docs/explanation/benchmarks-sessions.md",
    "docs/explanation/benchmarks-accounts.md",
)
# The private PostgreSQL server asks for it, and does without.
WARNINGS = ("-W", "error", "-W", "ignore:XDG_RUNTIME_DIR is not set")

PACKAGES = ("ours", "theirs")

Operations = list[dict[str, Any]]


def modified() -> list[int | None]:
    """When each file that the benchmark writes was last written."""
    return [(ROOT / name).stat().st_mtime_ns if (ROOT / name).exists() else None for name in WRITTEN]


def checked(module: str) -> list[dict[str, Any]]:
    """What ``--check`` prints, in a process of its own, as the benchmark is another Django project."""
    command = [sys.executable, *WARNINGS, "-m", module, "--check"]
    before = modified()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert modified() == before, "--check wrote a file"
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def operations() -> Operations:
    """What was counted in the core."""
    return checked("bench")


def counts(operations: Operations) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation with each package, for a loop."""
    for one in operations:
        for package in PACKAGES:
            if one[package]:
                yield one["operation"], package, one[package]


def test_every_operation_succeeds_with_both_packages(operations: Operations) -> None:
    """A good token or password is accepted, with 200 where there is an answer."""
    assert operations
    assert [(name, package) for name, package, count in counts(operations) if not count["succeeded"]] == []


def test_all_but_the_open_views_are_compared(operations: Operations) -> None:
    """Both packages take part, except where there is no authentication."""
    alone = [one["operation"].rpartition(": ")[2] for one in operations if one["theirs"] is None]
    assert alone == ["no authentication"] * 2


def test_no_operation_makes_more_queries_than_simple_jwt(operations: Operations) -> None:
    """Where Simple JWT makes one query, we make one at most."""
    compared = [one for one in operations if one["theirs"] and one["is_like"]]
    more = [one["operation"] for one in compared if one["ours"]["queries"] > one["theirs"]["queries"]]
    assert more == []


def test_one_operation_is_shown_and_not_judged(operations: Operations) -> None:
    """At a sliding refresh, Simple JWT as released looks at no user. It is judged with the look added to it."""
    assert [one["operation"] for one in operations if not one["is_like"]] == ["Endpoints: sliding: refresh"]
    checked = [one for one in operations if one["operation"].endswith("user checked")]
    assert [one["theirs"]["queries"] for one in checked] == [1]


def test_simple_jwt_checks_each_presented_token(operations: Operations) -> None:
    """It checks a signature on each request, whether it has seen the token before or not."""
    checked = {one["operation"]: one["theirs"]["signatures"] for one in operations if one["theirs"]}
    assert {name: number for name, number in checked.items() if number != (0 if "obtain" in name else 1)} == {}


def test_a_token_seen_before_is_remembered_and_a_new_one_is_not(operations: Operations) -> None:
    """Rows for tokens not seen before cost a signature, and rows for tokens seen before cost none."""
    assert [one["operation"] for one in operations if one["ours"]["signatures"] != int(one["is_new"])] == []
    assert {one["is_new"] for one in operations if "not seen before" in one["operation"]} == {True}
    assert {one["is_new"] for one in operations if "token seen before" in one["operation"]} == {False}


def test_the_last_login_rows_write_the_last_login(operations: Operations) -> None:
    """With the update on, a sign-in makes one query more with either package."""
    made = {(name, package): count["queries"] for name, package, count in counts(operations)}
    for name in ("obtain pair", "sliding: obtain"):
        for package in PACKAGES:
            extra = made[f"Endpoints, with last-login update: {name}", package] - made[f"Endpoints: {name}", package]
            assert extra == 1
