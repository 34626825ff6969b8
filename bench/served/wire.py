"""HTTP/1.1 (RFC 9112) as bytes: as much of it as a client needs that knows its servers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

END: Final = b"\r\n\r\n"
NO_BODY: Final = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    head: bytes
    body: bytes

    def json(self) -> Any:
        """The body. Raises `ValueError` if it is no JSON."""
        return json.loads(self.body)

    def header(self, name: str) -> str:
        """The first header of that *name*, in lower case; empty if there is none."""
        return _header(self.head, self.head.lower(), name.encode()).decode()


def request(
    method: str, path: str, body: bytes = b"", kind: str = "", headers: Mapping[str, str] | None = None
) -> bytes:
    """A request with *body*, whose media type is *kind*."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: signet-bench"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END + body


def post_json(path: str, body: object, headers: Mapping[str, str] | None = None) -> bytes:
    """A POST of JSON."""
    return request("POST", path, json.dumps(body).encode(), "application/json", headers)


def post_form(path: str, body: Mapping[str, str], headers: Mapping[str, str] | None = None) -> bytes:
    """A POST of a form."""
    return request("POST", path, urlencode(body).encode(), "application/x-www-form-urlencoded", headers)


def take(buffer: bytearray) -> Answer | None:
    """Take the first answer out of *buffer*. None if it isn't whole yet."""
    end = buffer.find(END)
    if end < 0:
        return None
    head = bytes(buffer[:end])
    lower = head.lower()
    status = int(head[9:12])
    start = end + len(END)
    if status in NO_BODY:
        body, stop = b"", start
    elif b"\r\ntransfer-encoding: chunked" in lower:
        found = _chunks(buffer, start)
        if found is None:
            return None
        body, stop = found
    else:
        stop = start + int(_header(head, lower, b"content-length") or 0)
        if len(buffer) < stop:
            return None
        body = bytes(buffer[start:stop])
    del buffer[:stop]
    return Answer(status, head, body)


def _header(head: bytes, lower: bytes, name: bytes) -> bytes:
    found = lower.find(b"\r\n" + name + b":")
    if found < 0:
        return b""
    start = found + len(name) + 3
    end = head.find(b"\r\n", start)
    return head[start : end if end >= 0 else len(head)].strip()


def _chunks(buffer: bytearray, start: int) -> tuple[bytes, int] | None:
    parts: list[bytes] = []
    while True:
        line = buffer.find(b"\r\n", start)
        if line < 0:
            return None
        size = int(bytes(buffer[start:line]).partition(b";")[0], 16)
        stop = line + 2 + size + 2
        if len(buffer) < stop:
            return None
        if not size:
            return b"".join(parts), stop
        parts.append(bytes(buffer[line + 2 : line + 2 + size]))
        start = stop
