"""Identifiers of issuers and of APIs that are URLs, so that their documents are found by them (RFC 8414, RFC 9728)."""

from __future__ import annotations

from typing import TypeGuard
from urllib.parse import urlsplit

from signet_tokens.discovery import problem_of_issuer


def is_url(identifier: str | None) -> TypeGuard[str]:
    """Whether a document can be found by *identifier*. Whether plain http is safe, whoever fetches it has to know."""
    return identifier is not None and problem_of_issuer(identifier, allow_http=True) is None


def origin_of(url: str) -> str:
    """Scheme, host and port of *url*, which has no problem."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def path_in(url: str) -> str:
    """The path of *url*, which has no problem, without a slash at its end (RFC 8414 section 3.1)."""
    return urlsplit(url).path.rstrip("/")
