"""The HTTP server: gunicorn, with the choices that suit this service (docs/decisions/0003)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from signet_server.forking import close_everything

THREADS: Final = 8
"""A worker waits for the database most of the time it isn't hashing a password."""

ACCESS_LOG: Final = "%(t)s %(h)s %(m)s %(U)s %(s)s %(M)sms"
"""The path without its query, and no header: tokens don't belong into logs."""


class Server(BaseApplication):
    """Gunicorn without its own command line and configuration file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options as given: no file and no environment variable of gunicorn's is read."""
        assert self.cfg is not None
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application."""
        return get_wsgi_application()


def run(host: str, port: int, workers: int, greeting: str) -> None:
    """Serve on *host* and *port* with *workers* processes, until a signal ends it; listening, print *greeting*."""
    address = f"[{host}]" if ":" in host else host
    options = {
        "bind": f"{address}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,
        "accesslog": "-",
        "access_log_format": ACCESS_LOG,
        "loglevel": "warning",
        "pre_fork": lambda _server, _worker: close_everything(),
        "when_ready": lambda _server: print(greeting, flush=True),
        "control_socket_disable": True,
    }
    Server(options).run()
