"""Many slow connections beside honest clients: nobody waits for them, and they are ended."""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import ExitStack
from pathlib import Path

import psutil

from bench.slow_connections import Seen, measure
from signet_server.http_server import bounds
from tests.real_parts.ports import free_port
from tests.service.processes import Tree, tree, wait_until_gone

SLOW = 200
HONEST = 8
"""As many as one process answers in time on a machine with other work to do."""


def attacked(service: Tree, slow: int, honest: int, seconds: float) -> Seen:
    """What everybody saw."""
    return asyncio.run(measure("127.0.0.1", service.port, slow, honest, seconds))


def check(seen: Seen) -> None:
    """Honest clients saw no error, the service said that it lives, and slow connections were ended."""
    assert not seen.errors, str(seen)
    assert len(seen.latencies) > HONEST
    assert seen.healthz
    assert seen.closed > SLOW / 2


def test_honest_clients_work_beside_slow_connections(tmp_path: Path) -> None:
    """It has threads for a few requests only, and many more connections than that are in the middle of a request."""
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    with tree(words, {"NUM_PROXIES": "1"}, port, tmp_path / "log") as service:
        assert service.wait_until_listening()
        check(attacked(service, SLOW, HONEST, bounds.HEADERS + bounds.LINGER + 8))


def test_the_longest_waiting_connection_makes_room(tmp_path: Path) -> None:
    """However many one client opens, the next is answered: those that send nothing end, and the oldest first."""
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    with tree(words, {}, port, tmp_path / "log") as service, ExitStack() as opened:
        assert service.wait_until_listening()
        many = [
            opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            for _ in range(bounds.CONNECTIONS_OF_ONE)
        ]
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert many[0].recv(12) == b"HTTP/1.1 503"
        many[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert many[-1].recv(15) == b"HTTP/1.1 200 OK"


def test_a_slow_connection_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """A process that gets the signal to end does so, even if a client is in the middle of a header or a body."""
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    with tree(words, {}, port, tmp_path / "log") as service:
        assert service.wait_until_listening()
        workers = service.wait_for_workers(1)
        body = b"POST /api/v1/token/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n{"
        open_ones = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
        for connection, data in zip(open_ones, (b"GET / HT", body, body, b""), strict=True):
            connection.sendall(data)
        service.master.send_signal(signal.SIGTERM)
        assert service.master.wait(timeout=3 * bounds.SHUTDOWN) == 0
        assert not wait_until_gone(workers, seconds=1)
        for connection in open_ones:
            connection.close()


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    """By its master, which goes on listening."""
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    with tree(words, {}, port, tmp_path / "log") as service:
        assert service.wait_until_listening()
        (first,) = service.wait_for_workers(1)
        first.kill()
        assert not wait_until_gone([first], seconds=20)
        (second,) = service.wait_for_workers(1)
        assert psutil.pid_exists(second.pid)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"


def test_a_log_rotation_ends_nobody_and_a_closed_terminal_everybody(tmp_path: Path) -> None:
    """Gunicorn's master passes SIGUSR1 on to its workers; SIGHUP is what comes when a terminal is closed."""
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    with tree(words, {}, port, tmp_path / "log") as service:
        assert service.wait_until_listening()
        workers = service.wait_for_workers(1)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\n")
            service.master.send_signal(signal.SIGUSR1)
            workers[0].send_signal(signal.SIGUSR1)
            connection.sendall(b"Host: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert service.workers() == workers
        service.master.send_signal(signal.SIGHUP)
        assert service.master.wait(timeout=3 * bounds.SHUTDOWN) == 0
        assert not wait_until_gone(workers, seconds=1)
