"""
`InTable`: a job is a row, written in the transaction of the change that it reports. Both are kept, or neither is.

After the commit, a thread of this process does it. A subclass can leave it to others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextvars import copy_context
from typing import Final

from django.db import transaction
from django.utils import timezone

from drf_signet.accounts.mail_tables import Place, here
from drf_signet.accounts.mail_threads import threads_of_process
from drf_signet.accounts.request_context import home_of, read_world
from drf_signet.accounts.waiting_mails import is_full, write_down
from drf_signet.errors import MailBusyError
from drf_signet.sessions.retries import until_settled

WORLD: Final = "world"
"""The argument that says where a job is to be done, and for whom: see `request_context`."""


class InTable:
    """
    The default: write the job down, and have a thread of this process do it after the commit.

    Where that fails, or the process ends before, any process of the project does it later.
    """

    def __call__(self, job: str, arguments: Mapping[str, str | None]) -> None:
        """Have *job* done. Raises `MailBusyError` where too much is waiting."""
        if is_full():
            raise MailBusyError
        self.keep(job, arguments)

    def keep(self, job: str, arguments: Mapping[str, str | None]) -> None:
        """Have *job* done, however much is waiting."""
        own = dict(arguments)
        world = own.pop(WORLD, None)
        written = None if world is None else json.loads(world)
        place = here() if written is None else home_of(read_world(written))
        mail = until_settled(lambda: write_down(job, own, timezone.now(), written))
        self.announce(place, mail.pk)

    def announce(self, place: Place, key: int) -> None:
        """Have what was written down at *place* with *key* done, after the commit."""
        context = copy_context()
        # A process that can have no thread leaves it to others.
        transaction.on_commit(lambda: threads_of_process().wake(place, key, context), using=place.database, robust=True)

    def look_out(self) -> None:
        """Have this process, which serves, do what other processes left."""
        threads_of_process().look_out()

    def problems(self) -> Iterator[str]:
        """Why nothing could be done, for a check."""
        yield from ()

    def risks(self) -> Iterator[str]:
        """What a project should know before users come, for a check."""
        yield from ()


in_table: Final = InTable()
