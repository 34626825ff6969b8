"""The suites of tests, and the Django project of each, for `run_tests` and the ``conftest.py`` of the root."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.make_venv import ROOT


@dataclass(frozen=True)
class Suite:
    """
    Folders that one run of pytest takes, but for the folders of other suites in them.

    All of it is run with the first of *settings*, also a file that is run by its name. Files in *again* run with the
    others as well. Without settings, the suite knows no Django, and *configuration* is its own. ``make test`` runs each
    group of *apart* by itself, so that no run is much longer than the others.
    """

    name: str
    folders: tuple[str, ...]
    settings: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    configuration: str = "pyproject.toml"
    apart: tuple[tuple[str, ...], ...] = ()


ABOUT_THE_USER: Final = (
    *("activation", "admin", "backends", "creation", "deletion", "email_change", "enumeration_sign_up", "good_input"),
    *("kept_fields", "long_names", "me", "models", "names", "no_password", "owners", "password_change"),
    *("password_reset", "passwordless", "pending", "shared_address", "sign_in_input", "sign_in_notice", "sign_up"),
    *("unproven", "verification"),
)
ACCOUNTS: Final = Suite(
    "accounts",
    ("tests/accounts",),
    ("tests.projects.accounts.settings", "tests.projects.accounts.email_settings"),
    again=tuple(f"tests/accounts/test_{one}.py" for one in ABOUT_THE_USER),
)
"""Whatever the user model makes a difference to is run with both; ``make soak`` runs the rest with the second."""

IDENTITIES: Final = Suite(
    "identities",
    ("tests/identities", "tests/mailed_codes", "tests/providers"),
    ("tests.projects.identities.settings", "tests.projects.identities.email_settings"),
    again=(
        *(f"tests/identities/test_{one}.py" for one in ("attacks_by_address", "importing", "joining", "linking")),
        *(f"tests/mailed_codes/test_{one}.py" for one in ("checks", "code", "owners")),
    ),
)

CLUSTER: Final = Suite("cluster", ("tests/cluster",), ("tests.projects.full.settings",))
"""By itself, as it mostly waits: for databases that take over from each other."""

ADOPTION: Final = Suite("adoption", ("compat/tests/simplejwt/adoption",), ("compat.tests.simplejwt.adoption.settings",))
SERVICE: Final = Suite("service", ("tests/service",), ("tests.projects.service.settings",))
LIBRARY: Final = Suite(
    "library",
    ("tests", "compat/tests"),
    ("tests.projects.full.settings",),
    apart=(
        tuple(f"tests/{one}" for one in ("others", "documents", "guides", "recipes", "idioms", "tutorial")),
        (
            *(f"tests/{one}" for one in ("repository", "races", "browser", "mails", "migrations", "lifetimes")),
            *(f"tests/{one}" for one in ("history", "rotation")),
        ),
    ),
)
"""What starts many processes is apart, in two parts that take as long as the rest."""

PYTHON_CLIENT: Final = Suite("python client", ("clients/python/tests",), configuration="clients/python/pyproject.toml")
SUITES: Final = (CLUSTER, LIBRARY, SERVICE, ACCOUNTS, IDENTITIES, PYTHON_CLIENT, ADOPTION)
"""The cluster comes first, as it mostly waits; then those that take longest."""

# Neighbours share the servers and browsers that a module starts, so they stay together until one worker has run dry.
PARALLEL: Final = ("-n", str(os.cpu_count() or 1), "--dist", "worksteal")
NO_TEST_FOUND: Final = 5

RUN_BY_OTHERS: Final = ("tests/docs", "tests/soak")
"""They have the settings of the library's suite, and are parts of ``make check`` and ``make soak``."""


class SeveralSuitesError(Exception):
    """One process can't run these tests, as Django is set up once in each. The text says what to run instead."""

    def __init__(self, commands: Iterable[str]) -> None:
        super().__init__(
            "these tests need Django projects of their own: run `make test` for all of them, or one at a time: "
            + ", ".join(f"`{one}`" for one in commands)
        )


def suite_of(paths: Iterable[Path], ignored: Iterable[Path] = ()) -> Suite:
    """The suite that all of *paths* belong to, once what is *ignored* is left out."""
    left_out = tuple(ignored)
    found: dict[Suite, list[str]] = {}
    for path in paths:
        for suite, words in suites_in(path, left_out):
            found.setdefault(suite, []).extend(words)
    if len(found) > 1:
        raise SeveralSuitesError(" ".join(["pytest", *dict.fromkeys(words)]) for words in found.values())
    return next(iter(found), LIBRARY)


def suites_in(path: Path, ignored: Sequence[Path]) -> Iterator[tuple[Suite, list[str]]]:
    """The suite that *path* is in, and those whose folders lie below it, with what pytest is told for each."""
    own = innermost(path)
    below = {
        folder: suite
        for suite in SUITES
        for folder in suite.folders
        if suite is not own and (ROOT / folder).is_relative_to(path) and not is_below(ROOT / folder, ignored)
    }
    yield own, [os.path.relpath(path, ROOT), *(f"--ignore={folder}" for folder in below)]
    for folder, suite in below.items():
        yield suite, [folder]


def is_below(path: Path, folders: Sequence[Path]) -> bool:
    """Whether one of *folders* is around *path*."""
    return any(map(path.is_relative_to, folders))


def innermost(path: Path) -> Suite:
    """The suite with the deepest folder around *path*; the library's, if there is none."""
    around = [
        (len(folder), suite) for suite in SUITES for folder in suite.folders if path.is_relative_to(ROOT / folder)
    ]
    return max(around, key=lambda one: one[0])[1] if around else LIBRARY


def arguments(suite: Suite, *folders: str) -> list[str]:
    """What pytest is told for *folders* of *suite*, or for the whole of it."""
    chosen = folders or suite.folders
    others = [folder for other in SUITES if other is not suite for folder in other.folders]
    inside = [
        one for one in sorted({*others, *RUN_BY_OTHERS}) if any(Path(one).is_relative_to(folder) for folder in chosen)
    ]
    return [*chosen, *(f"--ignore={one}" for one in inside)]


def divided(suite: Suite) -> Iterator[tuple[str, list[str]]]:
    """
    The first run of *suite*, divided: the name of each part, and what pytest is told for it.

    Each test is in one part: what no group of ``apart`` names is in that of its folder.
    """
    taken = [folder for group in suite.apart for folder in group]
    for group in suite.apart:
        yield f"{suite.name}: {group[0]} and others", arguments(suite, *group)
    for folder in suite.folders:
        inside = [one for one in taken if Path(one).is_relative_to(folder)]
        yield f"{suite.name}: {folder}", [*arguments(suite, folder), *(f"--ignore={one}" for one in inside)]


def options(suite: Suite) -> Sequence[str]:
    """What pytest is told beside, for the first run of *suite*."""
    return [f"--ds={suite.settings[0]}"] if suite.settings else ["-c", suite.configuration]


def environment() -> Mapping[str, str]:
    """That of this process. Bytecode that may not lie beside the sources is kept elsewhere: many processes need it."""
    variables = dict(os.environ)
    if variables.pop("PYTHONDONTWRITEBYTECODE", ""):
        variables.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".pytest_cache" / "bytecode"))
    return variables
