"""Many clients refresh the one token of a session at once, round after round."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.races.client import call, refresh_together, sign_in
from tests.races.databases import Database
from tests.races.project.middleware import WORKER
from tests.races.server import Server


@dataclass(frozen=True)
class Result:
    """The numbers of a run. They show whether the processes really shared the work."""

    rounds: int
    answers: int
    workers: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.answers} answers by {self.workers} process(es), {self.seconds:.1f} s: all of"
            " them 200, one refresh token a round"
        )


def run_race(server: Server, database: Database, rounds: int, clients: int) -> Result:
    """
    Sign in, then refresh the newest token with *clients* at once, *rounds* times.

    Every answer is 200 with the same refresh token, and each round moves the one row by one generation.
    """
    began = time.monotonic()
    tokens = sign_in(server)
    workers: set[str] = set()
    with ThreadPoolExecutor(clients) as pool:
        for generation in range(1, rounds + 1):
            answers = refresh_together(pool, server, tokens["refresh"], clients)
            assert {one.status for one in answers} == {200}, [one for one in answers if one.status != 200]
            (newest,) = {one.body["refresh"] for one in answers}
            row = database.newest_session()
            assert (row.generation, row.previous_generation, row.revoked_at) == (generation, generation - 1, None)
            workers |= {one.headers[WORKER] for one in answers}
            assert newest != tokens["refresh"]
            tokens = {"refresh": newest, "access": answers[-1].body["access"]}
    assert call(server, "/live/", token=tokens["access"]).status == 200
    return Result(rounds, rounds * clients, len(workers), time.monotonic() - began)
