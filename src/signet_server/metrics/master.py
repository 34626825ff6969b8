"""In the process that starts the others: which part of the shared memory is whose, and what those gone have counted."""

from __future__ import annotations

import socket
import time
from typing import Final

from django.utils.module_loading import import_string

from signet_server.http_server.worker import Watcher
from signet_server.metrics.board import Board
from signet_server.metrics.totals import of_all

GONE: Final = 0
"""The part of all processes that are gone."""

SPARE: Final = 16
"""Parts for processes that come while others are going, or that a signal adds."""


PROCESS: Final = "signet_server.metrics.serving.ProcessMetrics"
"""It needs the models."""


class Parts:
    """The parts of the shared memory, and the socket at which Prometheus asks."""

    def __init__(self, listener: socket.socket, workers: int) -> None:
        self.listener = listener
        self.board = Board(1 + workers + SPARE)
        self.started = time.time()
        self._free = list(range(workers + SPARE, GONE, -1))

    def give(self) -> int | None:
        """A part for a process that is about to start. None: there is none left, and it counts for itself."""
        # In memory once, before the fork.
        import_string(PROCESS)
        return self._free.pop() if self._free else None

    def begin(self, part: int | None) -> Watcher:
        """What counts in this process, a new one."""
        made: Watcher = import_string(PROCESS)(self, part)
        return made

    def collect(self, part: int | None) -> None:
        """Add what a process, which is gone, has counted in *part* to what others had, so that no sum ever falls."""
        if part is None:
            return
        self.board.move(part, GONE, lambda *both: of_all(both).without_present().as_bytes())
        self._free.append(part)

    def close(self) -> None:
        """Let go of the port."""
        self.listener.close()
