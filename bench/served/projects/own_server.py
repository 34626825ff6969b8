"""Any Django project under the HTTP server of Signet's service: ``own_server.py PORT``, with one process."""

from __future__ import annotations

import sys

from signet_server.http_server.bounds import SHUTDOWN
from signet_server.http_server.listening import listen
from signet_server.http_server.running import Master
from signet_server.http_server.worker import LIFELINE, SignetWorker

LIFELINE.open()
OPTIONS = {
    "bind": "127.0.0.1:1",
    "workers": 1,
    "worker_class": SignetWorker,
    "preload_app": True,
    "loglevel": "warning",
    "timeout": 30,
    "graceful_timeout": int(SHUTDOWN) + 3,
    "control_socket_disable": True,
}
Master(listen("127.0.0.1", int(sys.argv[1])), OPTIONS).run()
