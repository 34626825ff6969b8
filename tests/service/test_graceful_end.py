"""A service that ends behind a proxy: the proxy learns of it before anything is refused."""

from __future__ import annotations

import http.client
import signal
from pathlib import Path

from signet_server.http_server.bounds import DRAIN
from tests.real_parts.ports import free_port
from tests.service.processes import tree


def test_a_proxy_learns_that_the_service_ends(tmp_path: Path) -> None:
    """
    Until the end, each request is answered, on open connections and on new ones. Each answer closes its connection,
    and ``/readyz`` says 503.
    """
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    with tree(words, {"NUM_PROXIES": "1"}, port, tmp_path / "log") as service:
        assert service.wait_until_listening()
        service.wait_for_workers(1)
        opened = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        assert answer(opened, "/readyz") == (200, None)
        service.master.send_signal(signal.SIGTERM)
        new = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        heard = [answer(new, "/healthz")]
        while heard[-1][1] is None:
            # Until the worker has got the signal.
            heard.append(answer(new, "/healthz"))
        assert {status for status, _ in heard} == {200}
        assert answer(opened, "/api/v1/") == (200, "close")
        assert answer(new, "/readyz") == (503, "close")
        assert service.master.wait(timeout=20 * DRAIN) == 0


def answer(connection: http.client.HTTPConnection, path: str) -> tuple[int, str | None]:
    """The status, and what is said of the connection."""
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.status, response.headers["Connection"]
