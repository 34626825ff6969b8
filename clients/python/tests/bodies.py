"""The bodies that a case can send, and whether the answer of ``echo/`` holds them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

CONTENT = b"0123456789" * 4_000
"""As much as gunicorn reads of a body that the view didn't; after more, it closes the connection without a word."""

MORE_THAN_ASCII = {"name": "Grüße, 世界", "number": 7}


def arguments_for(body: str) -> dict[str, Any]:
    """What the call takes to send *body*."""
    match body:
        case "json":
            return {"json": MORE_THAN_ASCII}
        case "form":
            return {"data": {"name": "value"}, "files": {"file": ("numbers.txt", BytesIO(CONTENT), "text/plain")}}
        case "file":
            return {"content": BytesIO(CONTENT)}
        case "stream":
            return {"content": once()}
    raise ValueError(body)


def once() -> Iterator[bytes]:
    """A body that can be read only once."""
    yield CONTENT[:1000]
    yield CONTENT[1000:]


def check_echo(body: str, answer: Any) -> None:
    """Assert that the server got all of *body*."""
    echo = answer.json()
    received = base64.b64decode(echo["body"])
    match body:
        case "json":
            assert json.loads(received) == MORE_THAN_ASCII
        case "form":
            boundary = echo["content_type"].partition("boundary=")[2].encode()
            assert received.startswith(b"--" + boundary)
            assert received.rstrip().endswith(b"--" + boundary + b"--")
            assert CONTENT in received
            assert b'name="name"' in received
        case _:
            assert received == CONTENT
