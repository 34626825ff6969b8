"""A mail server that takes every mail, and passes none on."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def smtp_listener() -> Iterator[Listener]:
    """One on a free port, for as long as the block runs."""
    listener = Listener()

    class Session(StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 listener")
            addresses: list[str] = []
            for raw in self.rfile:
                line = raw.decode().strip()
                verb = line.split(" ")[0].upper()
                if verb == "EHLO":
                    self.say("250-listener", "250 AUTH PLAIN")
                elif verb == "AUTH":
                    _, name, password = b64decode(line.split(" ")[2]).decode().split("\0")
                    listener.credentials.append((name, password))
                    self.say("235 welcome")
                elif verb in ("MAIL", "RCPT"):
                    addresses.append(line.partition("<")[2].partition(">")[0])
                    self.say("250 fine")
                elif verb == "DATA":
                    self.say("354 go on")
                    data = b"".join(iter(self.rfile.readline, b".\r\n"))
                    message = message_from_bytes(data, policy=policy.default)
                    listener.envelopes.put((addresses[0], addresses[1], message))
                    self.say("250 taken")
                else:
                    self.say("221 bye" if verb == "QUIT" else "250 fine")

        def say(self, *lines: str) -> None:
            self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    with ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        listener.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join()
