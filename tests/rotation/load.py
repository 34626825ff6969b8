"""Clients that sign in, refresh and call, all the time; and what they were answered."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from threading import Event, Lock, Thread
from typing import Any, Final

import requests

from tests.rotation.names import PASSWORD, USERNAME
from tests.rotation.running import Stage

REFRESHES: Final = 10
"""Before a client signs in again."""

PATIENCE: Final = 60


class Answers:
    """How often each request was answered, and with what; and the keys whose tokens were sent."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, int]] = Counter()
        self.failures: list[str] = []
        self.kids: dict[str, None] = {}
        self._lock = Lock()

    def note(self, what: str, answer: requests.Response) -> None:
        """Count it, and keep what it says if it isn't 200."""
        with self._lock:
            self.counts[what, answer.status_code] += 1
            if answer.status_code != 200:
                self.failures.append(f"{what}: {answer.status_code} {answer.text[:300]}")

    def note_kid(self, token: str) -> None:
        """Remember the key that signed *token*."""
        self.kids[kid_of(token)] = None


def kid_of(token: str) -> str:
    """The name of the key that signed *token*."""
    header = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])


@contextmanager
def load(stage: Stage, clients: int) -> Iterator[Answers]:
    """That many clients at work, until the end of the block."""
    answers, over = Answers(), Event()
    threads = [Thread(target=_work, args=(stage, answers, over)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)


def _work(stage: Stage, answers: Answers, over: Event) -> None:
    with requests.Session() as session:
        session.trust_env = False
        pair: Any = None
        for number in count():
            if over.is_set():
                return
            pair = _next_pair(session, stage, answers, pair if number % REFRESHES else None)
            if pair is not None:
                answers.note_kid(pair["access"])
                call(session, stage, answers, pair["access"])


def _next_pair(session: requests.Session, stage: Stage, answers: Answers, pair: Any) -> Any:
    if pair is None:
        form: dict[str, str] = {"username": USERNAME, "password": PASSWORD}
        what, path = "sign-in", "token/"
    else:
        form, what, path = {"refresh": pair["refresh"]}, "refresh", "token/refresh/"
    answer = session.post(f"{stage.service.url}/api/{path}", json=form, timeout=PATIENCE)
    answers.note(what, answer)
    return answer.json() if answer.status_code == 200 else None


def call(session: requests.Session, stage: Stage, answers: Answers, token: str) -> None:
    """Show *token* to each of those that verify."""
    header = {"Authorization": f"Bearer {token}"}
    for one in stage.verifiers:
        answers.note("call", session.get(one.url, headers=header, timeout=PATIENCE))


def call_each(stage: Stage, token: str) -> Sequence[int]:
    """The status of one call of each of those that verify."""
    with requests.Session() as session:
        session.trust_env = False
        answers = Answers()
        call(session, stage, answers, token)
        return [status for _, status in answers.counts.elements()]
