"""A process that holds a private key and signs over a Unix socket, as an agent of a KMS does: in DER."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from signet_tokens.signer import raw_signature

LONGEST_WAIT: Final = 5.0
"""Seconds until a signer that doesn't answer is away."""

AGENT: Final = """
import socketserver, sys
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

key = load_pem_private_key(sys.stdin.buffer.read(), None)

class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(key.sign(self.rfile.read(), ECDSA(SHA256())))

class Server(socketserver.ThreadingUnixStreamServer):
    request_queue_size = 64

with Server(sys.argv[1], Handler) as server:
    print("ready", flush=True)
    server.serve_forever()
"""


class SigningProcess:
    """The process, which listens at *path*."""

    def __init__(self, path: Path, pem: bytes) -> None:
        self.path = path
        self._pem = pem
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.path.unlink(missing_ok=True)
        words = [sys.executable, "-c", AGENT, str(self.path)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(self._pem)
        self._process.stdin.close()
        assert self._process.stdout.readline() == b"ready\n"

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None


class SocketSigner:
    """Asks the process at *path*, with a connection for each signature: none is open across a fork."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sign(self, data: bytes) -> bytes:
        """The raw signature of *data*. Raises `OSError`."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(LONGEST_WAIT)
            asked.connect(str(self._path))
            asked.sendall(data)
            asked.shutdown(socket.SHUT_WR)
            return raw_signature(asked.recv(1_024), "ES256")
