"""Ask a provider something: whole, soon, small, from nowhere else, and never a machine inside this network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from socket import inet_aton, inet_ntoa
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, getproxies, proxy_bypass

from drf_signet.identities.providers.outer_addresses import InnerAddressError, is_outer, reach_any, reach_outer
from signet_tokens.document_fetch import LOOPBACK, TIMEOUT, problem_of, read_whole
from signet_tokens.timed_opener import open_timed

AWAY: Final = (OSError, HTTPException, ValueError)
"""What a question may raise."""

PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}


class Reply(NamedTuple):
    """What a provider answered."""

    status: int
    body: bytes
    retry_after: str | None


@dataclass(frozen=True, slots=True)
class ProviderFetch:
    """
    Asks the provider *issuer*, and where it sends us.

    The developer chose *issuer*, so that host may be anywhere. What its documents name has to be outside of this
    network, unless *allow_http*, or unless the issuer itself runs on this machine.
    """

    issuer: str
    allow_http: bool = False

    def __call__(self, url: str) -> bytes:
        """The document at *url*. Raises `OSError`, `HTTPException` or `ValueError`."""
        request = Request(url, headers={"Accept": "application/jwk-set+json, application/json"})
        try:
            with self._open(request) as response:
                return read_whole(response)
        except HTTPError as error:
            # It is kept as the reason, and its connection is not.
            error.close()
            raise

    def ask(self, url: str, headers: Mapping[str, str], form: str | None = None) -> Reply:
        """
        The answer to a GET of *url*, or to a POST of *form*, also where it has a status of failure.

        Raises as above, and for a redirect.
        """
        data = None if form is None else form.encode()
        try:
            with self._open(Request(url, data, {**headers})) as response:
                return _reply(response.status, response)
        except HTTPError as error:
            with error:
                if error.code < 400 or not isinstance(error.fp, HTTPResponse):
                    raise
                return _reply(error.code, error.fp)

    def _open(self, request: Request) -> Any:
        url = request.full_url
        if (problem := problem_of(url, self.allow_http)) is not None:
            raise ValueError(f"its address {problem}")
        place = _place(url)
        if self._trusts(place):
            return open_timed(request, TIMEOUT, reach_any)
        if _is_inner(place[0]):
            raise InnerAddressError(f"{place[0]} is an address inside this network")
        # A proxy of the environment is inside, and looks names up itself.
        return open_timed(request, TIMEOUT, reach_any if _goes_by_proxy(url) else reach_outer)

    def _trusts(self, place: tuple[str, int]) -> bool:
        own = _place(self.issuer)
        return self.allow_http or place == own or (own[0] in LOOPBACK and place[0] in LOOPBACK)


def _reply(status: int, response: HTTPResponse) -> Reply:
    return Reply(status, read_whole(response), response.headers.get("Retry-After"))


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return str(parts.hostname), parts.port or PORTS[parts.scheme]


def _goes_by_proxy(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in getproxies() and not proxy_bypass(parts.netloc)


def _is_inner(host: str) -> bool:
    """Whether *host* says so itself, in any of the ways to write it: whoever looks it up reads them all."""
    plain = unquote(host).rstrip(".")
    try:
        return not is_outer(plain)
    except ValueError:
        pass
    try:
        return not is_outer(inet_ntoa(inet_aton(plain)))
    except OSError:
        return plain in LOOPBACK or plain.endswith(".localhost")
