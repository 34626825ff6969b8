"""
How many threads of this process wait for one provider. If it hangs, the others have users who sign in in other ways.

Everybody waits for two seconds. If there is no answer by then, a few go on waiting, and all others get an error. After
that, nobody asks for a moment. Then one thread does, and finds out for the others: see `Circuit`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import BoundedSemaphore, Thread
from typing import Final, NamedTuple, TypeVar

from drf_signet.circuit_breaker import Circuit, CircuitOpenError
from signet_tokens.document_fetch import TIMEOUT
from signet_tokens.single_flight import SingleFlight

PATIENCE: Final = 2.0
"""Seconds for which everybody waits. A provider that works hardly ever takes so long."""

SEATS: Final = 4
"""How many wait for longer than that."""

Answer = TypeVar("Answer")


class SilenceError(Exception):
    """There was no answer for a long time. *cause* says so in the words of a question."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class Here(NamedTuple):
    """Those who wait in one process."""

    process: int
    circuit: Circuit
    seats: BoundedSemaphore


class WaitingRoom:
    """Of one provider. In the child of a process, nobody waits yet."""

    def __init__(self) -> None:
        self._here = _nobody()

    def answer(self, question: Callable[[], Answer]) -> Answer:
        """
        What *question* returns or raises, in a thread of its own: nobody here has to wait until that ends.

        Raises `TimeoutError` if it takes too long, if too many wait already, or if there was no answer a moment ago.
        """
        here = self._present()
        try:
            return here.circuit.call(lambda: _outcome(here.seats, question), SilenceError)
        except CircuitOpenError:
            raise TimeoutError("it didn't answer a moment ago") from None
        except SilenceError as silence:
            raise silence.cause from None

    def wait(self, flight: SingleFlight, seconds: float) -> None:
        """Wait for *flight* until *seconds* after its start; for *PATIENCE* at most if too many wait already."""
        flight.wait(min(seconds, PATIENCE))
        if seconds <= PATIENCE or not flight.is_under_way:
            return
        seats = self._present().seats
        if seats.acquire(blocking=False):
            try:
                flight.wait(seconds)
            finally:
                seats.release()

    def _present(self) -> Here:
        here = self._here
        if here.process != os.getpid():
            self._here = here = _nobody()
        return here


def _nobody() -> Here:
    return Here(os.getpid(), Circuit(), BoundedSemaphore(SEATS))


def _outcome(seats: BoundedSemaphore, question: Callable[[], Answer]) -> Answer:
    errand = _errand(question)
    if wait((errand,), PATIENCE).done:
        return errand.result()
    if not seats.acquire(blocking=False):
        raise SilenceError(TimeoutError("too many wait for its answer"))
    try:
        is_done = bool(wait((errand,), TIMEOUT - PATIENCE).done)
    finally:
        seats.release()
    if not is_done:
        raise SilenceError(TimeoutError("it doesn't answer"))
    try:
        return errand.result()
    except Exception as error:
        raise SilenceError(error) from error


def _errand(question: Callable[[], Answer]) -> Future[Answer]:
    future: Future[Answer] = Future()

    def run() -> None:
        try:
            future.set_result(question())
        except BaseException as error:  # it is raised where somebody waits  # noqa: BLE001
            future.set_exception(error)

    try:
        Thread(target=run, name="signet-question", daemon=True).start()
    except RuntimeError:
        raise OSError("there are no more threads") from None
    return future
