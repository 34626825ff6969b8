"""``python -m tests.lifetimes.service``: say where the project is, and serve it until the input is closed."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Final

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from tests.conformance.running import CREDENTIALS

THREADS: Final = 20


class Quiet(WSGIRequestHandler):
    """Writes no line. A connection is for one request, so that none keeps a thread."""

    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Server(ThreadedWSGIServer):
    """Has as many threads as there are requests at once, each with a connection to the database that it keeps."""

    request_queue_size = 128

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.pool = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In one of the threads."""
        self.pool.submit(self.process_request_thread, request, client_address)

    def _close_connections(self) -> None:
        """Nothing."""


def main() -> None:
    """In one process: so the clock is the same for all."""
    with TemporaryDirectory(prefix="signet-") as folder:
        os.environ.update({"DJANGO_SETTINGS_MODULE": "tests.lifetimes.settings", "LIFETIMES_FOLDER": folder})
        django.setup()
        call_command("migrate", verbosity=0)
        get_user_model().objects.create_user(**CREDENTIALS)
        from tests.lifetimes import clock  # needs the models

        clock.install()
        server = Server(("127.0.0.1", 0), Quiet)
        server.set_app(get_wsgi_application())
        Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(f"http://127.0.0.1:{server.server_port}/\n")
        sys.stdout.flush()
        sys.stdin.read()
        server.shutdown()
        server.pool.shutdown()


if __name__ == "__main__":
    main()
