"""Where the key set of an issuer is: at a URL that the operator gave, or where the issuer's metadata says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from typing import Protocol
from urllib.error import HTTPError

from signet_tokens.discovery import AnotherIssuerError, metadata_urls, problem_of_issuer, problem_of_keys, read_metadata
from signet_tokens.document_fetch import problem_of
from signet_tokens.errors import KeyLoadError

Fetch = Callable[[str], bytes]
"""The document behind a URL. Raises `OSError`, `HTTPException` or `ValueError`."""


class KeySetAddress(Protocol):
    """The one place that the keys of an issuer come from."""

    name: str
    """What the log calls it, behind "the keys": such as "of https://id.example"."""

    identifier: str
    """The same for the same issuer and place: what its key set is filed under."""

    def url(self, fetch: Fetch, *, anew: bool) -> str:
        """
        The URL of the key set; *anew*: as the issuer says now.

        Raises what *fetch* raises, and `ValueError` where the issuer says nothing that can be used.
        """

    def resume(self, url: str) -> None:
        """Let *url* be what the issuer said last, before a restart. Raises `ValueError` where it can't have been."""


class FixedAddress:
    """The key set is at *url*. Raises `KeyLoadError` unless it is safe: https, loopback, or *allow_http*."""

    def __init__(self, url: str, *, setting: str = "JWK_URL", issuer: str | None = None, allow_http: bool = False):
        if (problem := problem_of(url, allow_http)) is not None:
            raise KeyLoadError(f"{setting} {problem}.")
        self.name = f"at {setting}" if issuer is None else f"of {issuer}"
        self.identifier = f"{issuer or ''} {url}"
        self._url = url

    def url(self, fetch: Fetch, *, anew: bool) -> str:
        """The URL. Nothing is fetched."""
        return self._url

    def resume(self, url: str) -> None:
        """Raise `ValueError` for another URL than the given one."""
        if url != self._url:
            raise ValueError("it is of another address")


class DiscoveredAddress:
    """The key set is where the metadata of *issuer* says. Raises `KeyLoadError` unless its URL is safe."""

    def __init__(self, issuer: str, *, allow_http: bool = False) -> None:
        if (problem := problem_of_issuer(issuer, allow_http)) is not None:
            raise KeyLoadError(f"The issuer {problem}.")
        self.name = f"of {issuer}"
        self.identifier = issuer
        self._issuer = issuer
        self._allow_http = allow_http
        self._metadata_urls = metadata_urls(issuer)
        self._url: str | None = None

    def url(self, fetch: Fetch, *, anew: bool) -> str:
        """What the metadata says: that of OpenID, or that of OAuth. While it is away, what it said last."""
        if self._url is None:
            self._url = self._discovered(fetch)
        elif anew:
            with suppress(OSError, HTTPException):
                self._url = self._discovered(fetch)
        return self._url

    def resume(self, url: str) -> None:
        """Go on with *url* until the metadata can be fetched."""
        if (problem := problem_of_keys(url, self._issuer, self._allow_http)) is not None:
            raise ValueError(f"its address {problem}")
        self._url = url

    def _discovered(self, fetch: Fetch) -> str:
        first, second = self._metadata_urls
        try:
            return self._read(fetch(first))
        except AnotherIssuerError:
            raise
        except HTTPError as error:
            # Only a server that answers can have the other one.
            if error.code >= 500:
                raise
        except ValueError:
            # A site may answer its front page to every address.
            pass
        return self._read(fetch(second))

    def _read(self, document: bytes) -> str:
        return read_metadata(document, self._issuer, self._allow_http)
