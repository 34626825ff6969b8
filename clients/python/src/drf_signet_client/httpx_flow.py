"""What httpx and httpx2 have in common, which are one library under two names. Neither is imported here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, MutableMapping
from typing import Any, Generic, Protocol, TypeVar

from drf_signet_client.attempt import Attempt, bearer
from drf_signet_client.httpx_body import Rewind, rewind_of
from drf_signet_client.manager import TokenManager


class Request(Protocol):
    """What is needed of a request. That of either library has it."""

    url: Any

    @property
    def headers(self) -> MutableMapping[str, str]:
        """Its headers, which can be changed."""


class Response(Protocol):
    """What is needed of an answer."""

    status_code: int

    @property
    def request(self) -> Any:
        """What was answered: after redirects, the last of them."""


RequestT = TypeVar("RequestT", bound=Request)
ResponseT = TypeVar("ResponseT", bound=Response)


class HttpxFlow(Generic[RequestT, ResponseT]):
    """
    Sends the token of *manager* to its service, and a request once more if the token was refused.

    Any number of clients, threads and event loops may share one. No lock is held while a request is under way: it may
    be one that is answered for hours.
    """

    def __init__(self, manager: TokenManager) -> None:
        self._manager = manager

    def sync_auth_flow(self, request: RequestT) -> Generator[RequestT, ResponseT, None]:
        """For ``Client``."""
        rewind, attempt = self._begin(request)
        if attempt.is_ours:
            _sign(request, attempt.first_token())
        response = yield request
        last: Any = response.request
        sent = last.headers.get("Authorization")
        if attempt.is_refused(response.status_code, str(last.url), sent):
            token = attempt.second_token(sent)
            if token is not None and rewind is not None:
                rewind()
                _sign(last, token)
                yield last

    async def async_auth_flow(self, request: RequestT) -> AsyncGenerator[RequestT, ResponseT]:
        """
        For ``AsyncClient``.

        What waits for the server is a thread. It goes on when the task that started it is cancelled, and others who
        wait for the same tokens get them.
        """
        rewind, attempt = self._begin(request)
        if attempt.is_ours:
            _sign(request, attempt.ready_token() or await asyncio.to_thread(attempt.first_token))
        response = yield request
        last: Any = response.request
        sent = last.headers.get("Authorization")
        if attempt.is_refused(response.status_code, str(last.url), sent):
            token = await asyncio.to_thread(attempt.second_token, sent)
            if token is not None and rewind is not None:
                rewind()
                _sign(last, token)
                yield last

    def _begin(self, request: RequestT) -> tuple[Rewind | None, Attempt]:
        rewind = rewind_of(request)
        return rewind, Attempt(self._manager, str(request.url), replayable=rewind is not None)


def _sign(request: Request, token: str | None) -> None:
    if token is not None:
        request.headers["Authorization"] = bearer(token)
