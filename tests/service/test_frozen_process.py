"""A process that stands still, as on a machine that swaps: what it was asked meanwhile may be old when it wakes."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.real_parts.ports import free_port
from tests.service.processes import freeze, tree


def test_what_a_client_gave_up_is_not_done_later(tmp_path: Path) -> None:
    """A refresh whose client has asked elsewhere by then would void the token that it got there."""
    words = ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port := free_port())]
    log = tmp_path / "log"
    with tree(words, {}, port, log) as service:
        assert service.wait_until_listening()
        (worker,) = service.wait_for_workers(1)
        tokens = post(port, "token/", credentials_in(log))
        freeze(worker)
        given_up = socket.create_connection(("127.0.0.1", port))
        body = json.dumps({"refresh": tokens["refresh"]}).encode()
        head = b"POST /api/v1/token/refresh/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        given_up.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        given_up.close()
        worker.resume()
        wait_for(log, "POST /api/v1/token/refresh/ 499")
        assert "refreshed" not in log.read_text()
        assert post(port, "token/refresh/", {"refresh": tokens["refresh"]})["refresh"] != tokens["refresh"]


def credentials_in(log: Path) -> dict[str, str]:
    """What the demo prints."""
    found = re.search(r"user +(\S+), password +(\S+)", log.read_text(), re.IGNORECASE)
    assert found, log.read_text()
    return {"username": found[1], "password": found[2]}


def post(port: int, path: str, body: object) -> Any:
    """The right answer to *body*."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", f"/api/v1/{path}", json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert response.status == 200
        return json.loads(response.read())


def wait_for(log: Path, line: str, seconds: float = 60) -> None:
    """Until *log* has it."""
    end = time.monotonic() + seconds
    while line not in log.read_text():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
