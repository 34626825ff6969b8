"""For the library requests: ``session.auth = RequestsAuth(manager)``."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from requests import PreparedRequest, RequestException, Response
from requests.auth import AuthBase

from drf_signet_client.attempt import Attempt, bearer
from drf_signet_client.manager import TokenManager


class RequestsAuth(AuthBase):
    """
    Sends the token of *manager* to its service, and a request once more if the token was refused.

    Any number of sessions and threads may share one.
    """

    def __init__(self, manager: TokenManager) -> None:
        self._manager = manager

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Sign *r*."""
        position = _position(r)
        attempt = Attempt(self._manager, r.url or "", replayable=position is not None)
        token = attempt.first_token() if attempt.is_ours else None
        if token is not None:
            r.headers["Authorization"] = bearer(token)
            r.register_hook("response", _Hook(self._manager, attempt, position or 0))  # type: ignore[no-untyped-call]
        return r


class _Hook:
    """
    Looks at each answer to one request, also on the way through redirects.

    requests makes the request that follows a redirect from the one before, as that was when it was sent; so what
    should hold for the next one is written into it.
    """

    def __init__(self, manager: TokenManager, attempt: Attempt, position: int) -> None:
        self._manager = manager
        self._attempt = attempt
        self._position = position

    def __call__(self, response: Response, **sending: Any) -> Response:
        """The answer to *response*'s request, or to the same one sent again."""
        request = response.request
        token = self._other_token(response)
        answer = response if token is None else self._sent_again(response, token, sending)
        if answer.is_redirect and not self._manager.covers(urljoin(answer.url, answer.headers["location"])):
            # requests itself lets a token go from http to https, which is another origin.
            request.headers.pop("Authorization", None)
        return answer

    def _other_token(self, response: Response) -> str | None:
        authorization = response.request.headers.get("Authorization")
        if not self._attempt.is_refused(response.status_code, response.url, authorization):
            return None
        try:
            return self._attempt.second_token(str(authorization))
        except BaseException:
            response.close()
            raise

    def _sent_again(self, response: Response, token: str, sending: dict[str, Any]) -> Response:
        request = response.request
        if not request.body:
            # Read, it leaves a connection that can be used again. Where there is more to send than the server wanted
            # to read, that would be one that the server is about to close.
            with suppress(RequestException):
                _ = response.content
        response.close()
        request.headers["Authorization"] = bearer(token)
        again = request.copy()
        seek = getattr(again.body, "seek", None)
        if seek is not None:
            seek(self._position)
        answer = response.connection.send(again, **sending)
        answer.history.append(response)
        return answer


def _position(request: PreparedRequest) -> int | None:
    """Where the body begins, if it can be sent from there again."""
    body: object = request.body
    if body is None or isinstance(body, str | bytes | bytearray):
        return 0
    try:
        # A pipe has this method, too, and raises.
        return int(body.tell()) if body.seekable() else None  # type: ignore[attr-defined]  # or it has not
    except (AttributeError, OSError):
        return None
