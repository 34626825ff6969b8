"""
The published keys of a foreign issuer (``JWK_URL``): fetched rarely, kept through an outage.

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
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from drf_signet.errors import KeyLoadError, KeysUnavailableError, TokenError
from drf_signet.keys import SigningKey, is_symmetric
from drf_signet.strict_json import load_object

logger = logging.getLogger(__name__)

COOL_DOWN: Final = 30.0
"""Seconds between two fetches, however many unknown keys are presented meanwhile."""

MAXIMUM_AGE: Final = 600.0
"""Seconds after which the key set is fetched again, so that a withdrawn key is noticed."""

TIMEOUT: Final = 5.0
"""Seconds, for each answer of the server and for all of its document."""

MAXIMUM_BYTES: Final = 262_144
MAXIMUM_KEYS: Final = 100
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_url(url: str) -> bool:
    """Whether keys may be fetched from *url*: https, or plain http to this very machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


class RemoteKeySet:
    """
    A JWK Set (RFC 7517 section 5) behind *url*, of which only keys for *algorithm* are used.

    Known keys are answered from memory. An unknown ``kid`` causes one fetch per cool-down, by one thread.
    A fetch that fails changes nothing: the last good set stays in force. Raises `KeyLoadError` for an unsafe *url*.
    """

    def __init__(
        self,
        url: str,
        algorithm: str,
        clock: Callable[[], float] = time.monotonic,
        fetch: Callable[[str], bytes] | None = None,
    ) -> None:
        if not is_safe_url(url):
            raise KeyLoadError("JWK_URL should be an https:// URL.")
        self._url = url
        self._algorithm = algorithm
        self._clock = clock
        self._fetch = fetch or fetch_document
        self._keys: Mapping[str, SigningKey] | None = None
        self._version = 0
        self._tried_at: float | None = None
        self._fetched_at = 0.0
        self._lock = Lock()

    def find(self, algorithm: str, kid: str) -> SigningKey | None:
        """
        The key named *kid* for *algorithm*, or None.

        Raises `KeysUnavailableError` while the set was never fetched.
        """
        if algorithm != self._algorithm:
            return None
        if self._keys is None or kid not in self._keys:
            with self._lock:
                self._refresh()
        if self._keys is None:
            raise KeysUnavailableError
        return self._keys.get(kid)

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
            keys = read_key_set(self._fetch(self._url), self._algorithm)
        except (OSError, HTTPException, ValueError) as error:
            logger.warning("The keys at JWK_URL could not be fetched (%s); those known stay in force.", error)
            return
        self._fetched_at = self._clock()
        if keys != self._keys:
            self._keys = keys
            self._version += 1


def read_key_set(document: bytes, algorithm: str) -> Mapping[str, SigningKey]:
    """
    The usable keys of a JWK Set, by ``kid``. Keys for other uses or algorithms are left out (RFC 7517 section 5).

    There may be none: an issuer that withdraws its only key has to be believed. Raises `ValueError` for what is no
    key set.
    """
    try:
        members = load_object(document).get("keys")
    except TokenError:
        raise ValueError("not a JWK Set") from None
    if not isinstance(members, list):
        raise ValueError("not a JWK Set")
    keys: dict[str, SigningKey] = {}
    repeated: set[str] = set()
    for member in members[:MAXIMUM_KEYS]:
        key = _read_key(member, algorithm)
        if key is not None and key.kid in keys:
            repeated.add(key.kid)
        elif key is not None:
            keys[key.kid] = key
    for kid in repeated:
        del keys[kid]
    return keys


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


def _read_key(member: object, algorithm: str) -> SigningKey | None:
    if not isinstance(member, dict) or not isinstance(member.get("kid"), str):
        return None
    if member.get("use", "sig") != "sig" or member.get("alg", algorithm) != algorithm:
        return None
    if is_symmetric(algorithm) or "d" in member:
        # A secret that was published is known to everybody.
        return None
    try:
        return SigningKey.load(member, algorithm)
    except KeyLoadError:
        return None
