"""
The published keys of another issuer (``JWK_URL``): fetched rarely, kept through an outage.

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPMessage
from threading import Lock
from typing import IO, Final
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from signet_tokens.errors import KeyLoadError, KeysUnavailableError
from signet_tokens.key_sets import meant, read_key_set, why_none
from signet_tokens.keys import SigningKey

logger = logging.getLogger(__name__)

COOL_DOWN: Final = 30.0
"""Seconds between two fetches, however many unknown keys are presented meanwhile."""

MAXIMUM_AGE: Final = 600.0
"""Seconds after which the key set is fetched again, to drop keys that the issuer withdrew."""

TIMEOUT: Final = 5.0
"""Seconds, for each answer of the server and for all of its document."""

MAXIMUM_BYTES: Final = 262_144
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_url(url: str) -> bool:
    """Whether keys may be fetched from *url*: https, or plain http to this very machine."""
    return problem_of(url) is None


def problem_of(url: str, allow_http: bool = False) -> str | None:
    """Why keys can't be fetched from *url*, in words that repeat none of it; None where they can."""
    parts = _parts(url)
    if parts is None:
        return "should be an https:// URL"
    if parts.username is not None:
        return "should not contain a user or a password: a key set is public"
    if parts.scheme == "http" and not allow_http and parts.hostname not in LOOPBACK:
        return "should be an https:// URL: otherwise anyone on the way could send their own keys"
    return None


def _parts(url: str) -> SplitResult | None:
    """The parts of a whole URL of http or https."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and url.isascii() and " " not in url
    except ValueError:
        return None
    return parts if is_whole and parts.scheme in ("http", "https") else None


class RemoteKeySet:
    """
    A JWK Set (RFC 7517 section 5) behind *url*, of which only keys for *algorithm* are used.

    Known keys are answered from memory. An unknown ``kid`` causes one fetch per cool-down, by one thread.
    A fetch that fails changes nothing: the last good set stays in force. Raises `KeyLoadError` for an unsafe *url*,
    such as plain http to another machine, unless *allow_http*.
    """

    def __init__(
        self,
        url: str,
        algorithm: str,
        clock: Callable[[], float] = time.monotonic,
        fetch: Callable[[str], bytes] | None = None,
        *,
        allow_http: bool = False,
    ) -> None:
        if (problem := problem_of(url, allow_http)) is not None:
            raise KeyLoadError(f"JWK_URL {problem}.")
        self._url = url
        self._algorithm = algorithm
        self._clock = clock
        self._fetch = fetch or fetch_document
        self._keys: Mapping[str, SigningKey] | None = None
        self._version = 0
        self._tried_at: float | None = None
        self._fetched_at = 0.0
        self._lock = Lock()
        self.failure: str | None = None
        """Why the last fetch gave nothing that could be used, in words."""

    def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """
        The one key for *algorithm* that a token with that ``kid``, or without one, can mean, or None.

        Raises `KeysUnavailableError` while the set was never fetched.
        """
        if algorithm != self._algorithm:
            return None
        if self._keys is None or meant(self._keys, kid) is None:
            with self._lock:
                self._refresh()
        if self._keys is None:
            raise KeysUnavailableError
        return meant(self._keys, kid)

    def find_instead(self, key: SigningKey, kid: str | None) -> SigningKey | None:
        """The one it can mean by now, where *key* didn't sign it. The issuer may have put another in its place."""
        if key.kid == kid:
            # A name is given once (RFC 7517 section 4.5), so a bad signature is no reason to ask.
            return None
        with self._lock:
            self._refresh()
        newer = meant(self._keys or {}, kid)
        return None if newer == key else newer

    def known(self) -> tuple[SigningKey, ...]:
        """The keys that were fetched."""
        return tuple((self._keys or {}).values())

    def version(self) -> int:
        """Rises with every fetch that found other keys than before."""
        is_old = self._keys is not None and self._clock() - self._fetched_at > MAXIMUM_AGE
        if is_old and self._lock.acquire(blocking=False):
            # One thread looks for news; the others go on with the keys they have.
            try:
                self._refresh()
            finally:
                self._lock.release()
        return self._version

    def _refresh(self) -> None:
        if self._tried_at is not None and self._clock() - self._tried_at < COOL_DOWN:
            return
        self._tried_at = self._clock()
        try:
            document = self._fetch(self._url)
            keys = read_key_set(document, self._algorithm)
        except (OSError, HTTPException, ValueError) as error:
            self.failure = str(error)
            logger.warning("Signet could not fetch the keys at JWK_URL (%s). The known keys stay in force.", error)
            return
        self.failure = None if keys else why_none(document, self._algorithm)
        if self.failure:
            logger.warning("Signet can't use the key set at JWK_URL: %s.", self.failure)
        self._fetched_at = self._clock()
        if keys != self._keys:
            self._keys = keys
            self._version += 1


def fetch_document(url: str) -> bytes:
    """
    The body behind *url*. Redirects are refused: the operator named the one place keys come from.

    Raises `OSError` or `HTTPException` where it can't be had in time, and `ValueError` where it is too large.
    """
    end = time.monotonic() + TIMEOUT
    request = Request(url, headers={"Accept": "application/jwk-set+json, application/json"})
    with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as response:
        document = b""
        # The timeout of a socket is for each of its answers, so a server that sends little by little never meets it.
        while piece := response.read1(MAXIMUM_BYTES + 1 - len(document)):
            document += piece
            if len(document) > MAXIMUM_BYTES:
                raise ValueError("key set too large")
            if time.monotonic() > end:
                raise TimeoutError("key set too slow")
    return document


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        raise HTTPError(req.full_url, code, "redirects are refused", headers, fp)
