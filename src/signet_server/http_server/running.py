"""Starting the server: gunicorn's master, without its command line, its configuration file and its variables."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any, Final

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.sock import TCP6Socket, TCPSocket

from signet_server.forking import close_everything
from signet_server.http_server.bounds import SHUTDOWN
from signet_server.http_server.worker import LIFELINE, SignetWorker

KINDS: Final = {socket.AF_INET: TCPSocket, socket.AF_INET6: TCP6Socket}

MAILS: Final = "drf_signet.accounts.outbox.look_out"
"""What sends the mails that other processes left. It needs the models, which are there when a worker is."""


class _Arbiter(Arbiter):
    """gunicorn's, which ends with its terminal: there is no configuration file that it could read again."""

    def init_signals(self) -> None:
        """Whoever started it with ``nohup`` wants it to stay."""
        stays = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        super().init_signals()
        if stays:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def handle_hup(self) -> None:
        """End as at SIGTERM."""
        self.handle_term()


class Master(BaseApplication):
    """The process that starts the workers, and others in their place."""

    def __init__(self, listener: socket.socket, options: dict[str, Any]) -> None:
        self._listener = listener
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options as given."""
        assert self.cfg is not None
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application."""
        return get_wsgi_application()

    def run(self) -> None:
        """Until a signal ends it. gunicorn gets the socket that listens already."""
        arbiter = _Arbiter(self)
        kind, name = KINDS[self._listener.family], self._listener.getsockname()
        arbiter.LISTENERS = [kind(name, self.cfg, arbiter.log, fd=self._listener.detach())]
        arbiter.run()


def run(listener: socket.socket, workers: int, greeting: str) -> None:
    """Serve what comes to *listener* with *workers* processes, until a signal ends it; ready, print *greeting*."""
    LIFELINE.open()
    options = {
        # Nobody listens there by this: gunicorn would read PORT for it.
        "bind": "127.0.0.1:1",
        "workers": workers,
        "worker_class": SignetWorker,
        "preload_app": True,
        "loglevel": "warning",
        "timeout": 30,
        "graceful_timeout": int(SHUTDOWN) + 3,
        "pre_fork": lambda _master, _worker: close_everything(),
        "post_worker_init": lambda _worker: import_string(MAILS)(),
        "when_ready": lambda _master: print(greeting, flush=True),
        "control_socket_disable": True,
    }
    Master(listener, options).run()
