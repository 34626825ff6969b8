"""A mail server that takes every mail, and passes none on."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


@dataclass
class Listener:
    """Where it listens, what it got, and who signed in to it."""

    port: int = 0
    envelopes: Queue[tuple[str, str, EmailMessage]] = field(default_factory=Queue)
    """From whom, to whom, and the message."""

    credentials: list[tuple[str, str]] = field(default_factory=list)

    at: Callable[[str], object] = lambda stage: None
    """Called with "connected", with each verb before it is answered, and with "dot" when the message is complete, and
    accepted, though the client doesn't know yet."""


class Session(StreamRequestHandler):
    """What one client says, and is answered."""

    server: Server

    def handle(self) -> None:
        """Talk until the client leaves, in whichever way."""
        with suppress(ConnectionError):
            self._talk(self.server.listener)

    def _talk(self, listener: Listener) -> None:
        listener.at("connected")
        self._say("220 listener")
        addresses: list[str] = []
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line.split(" ")[0].upper()
            listener.at(verb)
            if verb == "EHLO":
                self._say("250-listener", "250 AUTH PLAIN")
            elif verb == "AUTH":
                _, name, password = b64decode(line.split(" ")[2]).decode().split("\0")
                listener.credentials.append((name, password))
                self._say("235 welcome")
            elif verb in ("MAIL", "RCPT"):
                addresses.append(line.partition("<")[2].partition(">")[0])
                self._say("250 fine")
            elif verb == "DATA":
                self._say("354 go on")
                self._take(listener, *addresses)
            else:
                self._say("221 bye" if verb == "QUIT" else "250 fine")

    def _take(self, listener: Listener, sender: str, recipient: str) -> None:
        data = [self.rfile.readline()]
        while data[-1] not in {b".\r\n", b""}:
            data.append(self.rfile.readline())
        # A client that breaks off before the dot has sent nothing (RFC 5321 section 4.1.1.4).
        if data[-1]:
            message = message_from_bytes(b"".join(data[:-1]), policy=policy.default)
            listener.envelopes.put((sender, recipient, message))
            listener.at("dot")
            self._say("250 taken")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Server(ThreadingTCPServer):
    """It knows where its sessions put what they get."""

    listener: Listener


@contextmanager
def smtp_listener() -> Iterator[Listener]:
    """One on a free port, for as long as the block runs."""
    with Server(("127.0.0.1", 0), Session) as server:
        server.listener = listener = Listener(port=server.server_address[1])
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join()
