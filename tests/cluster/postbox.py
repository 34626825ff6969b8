"""A mail server on one port that can be away, or slow to answer."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import Final

SLOW: Final = 4.0
"""Seconds for an answer."""


@dataclass
class Postbox:
    """Its port, and whom it got mails for."""

    port: int
    recipients: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Everybody who was promised a mail."""

    is_away: bool = False
    is_slow: bool = False

    def missing(self) -> list[str]:
        """Those who still wait for one."""
        return list((Counter(self.expected) - Counter(self.recipients)).elements())

    @contextmanager
    def opened(self) -> Iterator[Postbox]:
        """Serve for the time of the block."""
        with socket.create_server(("127.0.0.1", self.port), backlog=64) as listening:
            thread = Thread(target=self._serve, args=(listening,))
            thread.start()
            try:
                yield self
            finally:
                listening.shutdown(socket.SHUT_RDWR)
                thread.join()

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client = listening.accept()[0]
                if self.is_away:
                    client.close()
                else:
                    Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with suppress(OSError), client, client.makefile("rwb") as lines:

            def say(text: str) -> None:
                time.sleep(SLOW if self.is_slow else 0)
                lines.write(f"{text}\r\n".encode())
                lines.flush()

            say("220 postbox")
            recipients: list[str] = []
            for raw in lines:
                verb = raw.decode().strip().upper()
                if verb.startswith("RCPT"):
                    recipients.append(raw.decode().partition("<")[2].partition(">")[0])
                if verb == "DATA":
                    say("354 go on")
                    for _ in iter(lines.readline, b".\r\n"):
                        pass
                    self.recipients += recipients
                    recipients = []
                say("221 bye" if verb == "QUIT" else "250 fine")
                if verb == "QUIT":
                    return
