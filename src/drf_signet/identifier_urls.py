"""Identifiers of issuers and of APIs that are URLs, so that their documents are found by them (RFC 8414, RFC 9728)."""

from __future__ import annotations

from typing import Final, TypeGuard
from urllib.parse import SplitResult, urlsplit

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def problem_of(identifier: str, allow_http: bool = False) -> str | None:
    """Why no document can be found by *identifier*, in words; None where it can (RFC 8414 section 2)."""
    parts = _parts(identifier)
    if parts is None:
        return "should be an https:// URL"
    if parts.username is not None:
        return "should contain no user and no password"
    if "?" in identifier or "#" in identifier:
        return "should have no ? and no #"
    if parts.scheme == "http" and not allow_http and parts.hostname not in LOOPBACK:
        return "should be an https:// URL: otherwise anyone on the way could send their own keys"
    return None


def is_url(identifier: str | None) -> TypeGuard[str]:
    """Whether a document can be found by *identifier*. Whether plain http is safe, whoever fetches it has to know."""
    return identifier is not None and problem_of(identifier, allow_http=True) is None


def origin_of(url: str) -> str:
    """Scheme, host and port of *url*, which has no problem."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def path_in(url: str) -> str:
    """The path of *url*, which has no problem, without a slash at its end (RFC 8414 section 3.1)."""
    return urlsplit(url).path.rstrip("/")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        return None
    return parts if is_whole and parts.scheme in ("http", "https") else None
