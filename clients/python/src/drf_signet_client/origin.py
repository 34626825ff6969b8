"""Where tokens may go: to one origin (RFC 6454), and nowhere else."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

PORTS: Final = {"http": 80, "https": 443}

ODD: Final = re.compile(r"[\x00-\x20\x7f\\]")
"""What different readers of URLs take differently."""


class Origin(NamedTuple):
    """Scheme, host and port; a port that isn't written is that of the scheme."""

    scheme: str
    host: str
    port: int


def origin_of(url: str) -> Origin | None:
    """
    The origin of an absolute URL of HTTP. None for everything else, and for what could be read in two ways.

    A URL with a user in it has none either: whoever writes that wants other credentials to be sent, or wants a host to
    look like another one.
    """
    if ODD.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return Origin(parts.scheme, parts.hostname, PORTS[parts.scheme] if port is None else port)


def base_url(url: str) -> str:
    """*url*, ending in a slash, if it can be the address below which ``token/`` lies. Raises `ValueError`."""
    # A host in other letters is written in ASCII by those who send the requests, and would be another one then.
    if origin_of(url) is None or not url.isascii() or "?" in url or "#" in url:
        raise ValueError("The URL of the service should be as https://api.example.com/api/v1/")
    return url if url.endswith("/") else f"{url}/"
