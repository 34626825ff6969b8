"""Open a URL of another service, where the whole answer has to come in time, and from nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import SocketIO, create_connection, socket
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

Reach = Callable[..., socket]
"""Connects to an address, a host and a port, as `socket.create_connection` does, and with its arguments."""


def open_timed(request: Request, seconds: float, reach: Reach = create_connection) -> Any:
    """
    The answer to *request*, of which status, headers and body have to arrive within *seconds*.

    Reading it raises `TimeoutError` after that: the timeout of a socket is for each of its answers, so a server that
    sends little by little never meets it. Redirects are refused. *reach* makes the connection, and may refuse the
    address by an `OSError`. Raises `OSError` or `HTTPException`.
    """
    return build_opener(_NoRedirect, _Plain(reach), _Secure(reach)).open(request, timeout=seconds)


class _Timed(RawIOBase):
    """What *raw* reads from *connection*, until *end*, in seconds of the monotonic clock."""

    def __init__(self, raw: SocketIO, connection: socket, end: float) -> None:
        super().__init__()
        self._raw, self._connection, self._end = raw, connection, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        with suppress(TimeoutError):
            if (left := self._end - time.monotonic()) > 0:
                self._connection.settimeout(left)
                return self._raw.readinto(buffer)
        raise TimeoutError("the document is too slow")

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    def __init__(self, sock: socket, *args: Any, end: float, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw: Any = self.fp.detach()
        self.fp = BufferedReader(_Timed(raw, sock, end))


def _connection(kind: type[HTTPConnection], reach: Reach, host: str, **options: Any) -> HTTPConnection:
    connection: Any = kind(host, **options)
    connection.response_class = partial(_TimedResponse, end=time.monotonic() + (connection.timeout or 0))
    # Asked by http.client on connecting, also below TLS and in front of a tunnel.
    connection._create_connection = reach  # noqa: SLF001
    return connection  # type: ignore[no-any-return]


class _Plain(HTTPHandler):
    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._open = partial(_connection, HTTPConnection, reach)

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._open, req)


class _Secure(HTTPSHandler):
    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._open = partial(_connection, HTTPSConnection, reach)

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._open, req)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        raise HTTPError(req.full_url, code, "redirects are refused", headers, fp)
