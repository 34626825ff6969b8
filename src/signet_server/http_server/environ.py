"""A request, as WSGI has it (PEP 3333)."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, Any, Final
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

from django.utils.http import parse_header_parameters

from signet_server.http_server import refusal

SEPARATORS: Final = {"HTTP_COOKIE": "; "}
"""Between the values of a header that was sent more than once, where it is no comma (RFC 9113 section 8.2.3)."""


def make_environ(scope: Any, body: IO[bytes], length: int) -> dict[str, Any]:
    """The environment for the ASGI *scope*, whose *body* of *length* bytes is here. Raises a 400."""
    variables = _variables(scope["headers"])
    _check_content_type(variables.get("CONTENT_TYPE", ""))
    server, client = scope.get("server") or ("", None), scope.get("client") or ("", None)
    return {
        "REQUEST_METHOD": scope["method"],
        # No header and no variable says otherwise: whoever sends one would choose which rules of a proxy he passes.
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "REMOTE_PORT": str(client[1] or ""),
        **variables,
        # How the body was framed is of no interest any more.
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }


def check_host(headers: Iterable[tuple[bytes, bytes]], http_version: str) -> None:
    """Raise a 400 unless one host is named, or none by HTTP/1.0 (RFC 9112 section 3.2)."""
    hosts = sum(name == b"host" for name, _ in headers)
    if hosts > 1 or (hosts == 0 and http_version != "1.0"):
        raise refusal.malformed("The request should name one host.")


def _check_content_type(value: str) -> None:
    """Raise a 400 for encoded parameters (RFC 2231 section 4) that Django's request can't be made with."""
    if "*" not in value:
        return
    try:
        _, parameters = parse_header_parameters(value)
        with suppress(LookupError):
            codecs.lookup(parameters.get("charset", "utf-8"))
    except (ValueError, LookupError):
        raise refusal.malformed("The Content-Type can't be read.") from None


def _variables(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    variables: dict[str, str] = {}
    for raw, value in headers:
        # With an underscore, it would pass for the header with a dash, which a proxy may have set.
        if b"_" in raw or raw == b"transfer-encoding":
            continue
        name = raw.decode("latin-1").upper().replace("-", "_")
        name = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        text = value.decode("latin-1")
        variables[name] = f"{variables[name]}{SEPARATORS.get(name, ',')}{text}" if name in variables else text
    return variables
