"""The process of the service: one worker, so that the hook is the same for all requests."""

from __future__ import annotations

import os

import django

from signet_server import demo
from signet_server.deadline import without_limits
from signet_server.http_server import running
from signet_server.http_server.listening import listen
from tests.conformance.environment import PORT


def main() -> None:
    """Serve until a signal ends it."""
    django.setup()
    with without_limits():
        demo.prepare_database()
    running.run(listen(demo.HOST, int(os.environ[PORT])), workers=1, greeting="")


if __name__ == "__main__":
    main()
