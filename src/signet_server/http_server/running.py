"""Starting the server: gunicorn's master, without its command line, its configuration file and its variables."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from typing import Any, Final, Protocol

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.sock import TCP6Socket, TCPSocket

from signet_server.forking import close_everything
from signet_server.http_server.bounds import DRAIN, SHUTDOWN
from signet_server.http_server.worker import LIFELINE, SignetWorker, Watcher
from signet_server.json_log import GunicornLogger, catch_everything
from signet_server.tracing import is_wanted, traced

logger: Final = logging.getLogger("signet")

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


class Watch(Protocol):
    """What counts in all processes, seen from the master."""

    def give(self) -> int | None:
        """Which part a worker has, which is about to start."""

    def begin(self, part: int | None) -> Watcher:
        """In that worker."""

    def collect(self, part: int | None) -> None:
        """The worker is gone."""

    def close(self) -> None:
        """All are gone."""


class _Hooks:
    """What happens before and after a worker's life, which *watch* watches."""

    def __init__(self, watch: Watch | None) -> None:
        self._watch = watch

    def before_fork(self, master: Arbiter, worker: SignetWorker) -> None:
        """In the master."""
        close_everything()
        if self._watch is not None:
            worker.part = self._watch.give()

    def begin(self, worker: SignetWorker) -> None:
        """In the worker."""
        if is_wanted(os.environ):
            worker.wsgi = traced()
        if self._watch is not None:
            worker.watcher = self._watch.begin(worker.part)
        import_string(MAILS)()

    def end(self, master: Arbiter) -> None:
        """In the master, at the very end."""
        if self._watch is not None:
            self._watch.close()

    def after(self, master: Arbiter, worker: SignetWorker) -> None:
        """In the master, when the worker is gone."""
        if self._watch is not None:
            self._watch.collect(worker.part)


def run(listener: socket.socket, workers: int, greeting: str, watch: Watch | None = None) -> None:
    """
    Serve what comes to *listener* with *workers* processes, until a signal ends it; ready, print *greeting*.

    *watch* counts what happens, and answers to Prometheus.
    """
    LIFELINE.open()
    hooks = _Hooks(watch)
    options = {
        # Nobody listens there by this: gunicorn would read PORT for it.
        "bind": "127.0.0.1:1",
        "workers": workers,
        "worker_class": SignetWorker,
        "preload_app": True,
        "loglevel": "warning",
        "timeout": 30,
        "graceful_timeout": int(DRAIN + SHUTDOWN) + 3,
        "pre_fork": hooks.before_fork,
        "post_worker_init": hooks.begin,
        "child_exit": hooks.after,
        "on_exit": hooks.end,
        "when_ready": lambda _master: _greet(greeting),
        **({"logger_class": GunicornLogger} if is_json() else {}),
        "control_socket_disable": True,
    }
    if is_json():
        catch_everything()
    Master(listener, options).run()


def is_json() -> bool:
    """Whether each line of the log is an object."""
    return bool(settings.LOG_FORMAT == "json")


def _greet(greeting: str) -> None:
    if is_json():
        logger.info("%s", greeting)
    else:
        print(greeting, flush=True)
