"""A signed-in user in one line: `Client`. Needs the library requests."""

from __future__ import annotations

from types import TracebackType
from typing import Any, ClassVar, Final, Self
from urllib.parse import urljoin

from requests import Response, Session

from drf_signet_client.manager import TokenManager
from drf_signet_client.paths import Paths
from drf_signet_client.requests_auth import RequestsAuth
from drf_signet_client.requests_post import RequestsPost

TIMEOUT: Final = 30.0
"""Seconds, for each piece of an answer, where the call doesn't say."""


class Client:
    """
    Signs in with *credentials* (which it doesn't keep) when it's made, and out when its block ends.

    Addresses are relative to *url*, below which ``token/`` lies, unless `paths` says otherwise: ``users/me/``. With a
    slash in front, they are relative to the server. The methods take what those of `requests.Session` take.
    """

    paths: ClassVar[Paths] = Paths()
    """Where the endpoints are: another value in a subclass, as any argument but *url* is a credential."""

    def __init__(self, url: str, **credentials: object) -> None:
        self.session = Session()
        # Another one for the tokens: that of the requests may get hooks and headers that shouldn't see them.
        self._own_session = Session()
        self.tokens = TokenManager(url, post=RequestsPost(self._own_session), paths=self.paths)
        self.session.auth = RequestsAuth(self.tokens)
        self.tokens.login(**credentials)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Sign out, and close the connections."""
        self.tokens.logout()
        self.session.close()
        self._own_session.close()

    def request(self, method: str, path: str, **arguments: Any) -> Response:
        """The answer to a request."""
        arguments.setdefault("timeout", TIMEOUT)
        return self.session.request(method, urljoin(self.tokens.url, path), **arguments)

    def get(self, path: str, **arguments: Any) -> Response:
        """The answer to a GET."""
        return self.request("GET", path, **arguments)

    def post(self, path: str, **arguments: Any) -> Response:
        """The answer to a POST."""
        return self.request("POST", path, **arguments)

    def put(self, path: str, **arguments: Any) -> Response:
        """The answer to a PUT."""
        return self.request("PUT", path, **arguments)

    def patch(self, path: str, **arguments: Any) -> Response:
        """The answer to a PATCH."""
        return self.request("PATCH", path, **arguments)

    def delete(self, path: str, **arguments: Any) -> Response:
        """The answer to a DELETE."""
        return self.request("DELETE", path, **arguments)
