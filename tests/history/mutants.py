"""
The service with one promise broken: settings for `signet serve`, where HISTORY_MUTANT names one of these functions.

Each breaks the code of the process that loads the settings, whose workers are forked from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from django.apps import AppConfig

SESSIONS: Final = "drf_signet.sessions"


def ignore_the_generation() -> None:
    """Every racer moves the row on: nobody compares."""
    rotation, verdicts = import_module(f"{SESSIONS}.rotation"), import_module(f"{SESSIONS}.refresh_decision").Verdict
    vars(rotation)["decide"] = lambda presented, standing, windows: verdicts.REPLACE


def count_races_as_thefts() -> None:
    """There is no grace period, and no retry period."""
    rotation, verdicts = import_module(f"{SESSIONS}.rotation"), import_module(f"{SESSIONS}.refresh_decision").Verdict
    vars(rotation)["decide"] = lambda presented, standing, windows: (
        verdicts.ROTATE if presented == standing.generation else verdicts.REUSE
    )


def lose_sign_outs() -> None:
    """A sign-out is answered, and not written."""
    vars(import_module(f"{SESSIONS}.sign_out"))["end"] = lambda *arguments: None


def keep_the_feed() -> None:
    """The list of ended sessions has none."""
    keeper = import_module(f"{SESSIONS}.services.ended_sessions").FeedKeeper
    made = keeper.__init__
    keeper.__init__ = lambda self, read, *more: made(self, lambda since: [], *more)


def lose_sessions() -> None:
    """Some sessions are gone after two refreshes."""
    rotation = import_module(f"{SESSIONS}.rotation")
    find, error = rotation.find_session, import_module("drf_signet.errors").SessionNotFoundError

    def lose(presented: Any, *arguments: Any) -> Any:
        if presented.generation == 2:
            raise error
        return find(presented, *arguments)

    vars(rotation)["find_session"] = lose


def fail() -> None:
    """Some refreshes are a 500."""
    rotation = import_module(f"{SESSIONS}.rotation")
    find = rotation.find_session

    def stumble(presented: Any, *arguments: Any) -> Any:
        if presented.generation == 2:
            raise ArithmeticError
        return find(presented, *arguments)

    vars(rotation)["find_session"] = stumble


MUTANTS: Final[Mapping[str, tuple[Callable[[], None], str]]] = {
    "ignore_the_generation": (ignore_the_generation, "several_successors"),
    "count_races_as_thefts": (count_races_as_thefts, "honest_client_signed_out"),
    "lose_sign_outs": (lose_sign_outs, "lost_sign_out"),
    "keep_the_feed": (keep_the_feed, "accepted_after_end"),
    "lose_sessions": (lose_sessions, "lost_sign_in"),
    "fail": (fail, "server_error"),
}
"""Each with the name of the violation that it causes."""


class Mutated(AppConfig):
    """The last of the apps: it breaks what the others have loaded."""

    name = "tests.history"
    label = "history"

    def ready(self) -> None:
        """Break it."""
        MUTANTS[os.environ["HISTORY_MUTANT"]][0]()
