"""The same request through each library: `LIBRARIES` for threads, `ASYNC_LIBRARIES` for tasks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from typing import Any, TypeAlias

import httpx
import httpx2
import requests

from drf_signet_client import TokenManager
from drf_signet_client.httpx2_auth import Httpx2Auth
from drf_signet_client.httpx_auth import HttpxAuth
from drf_signet_client.requests_auth import RequestsAuth

Send: TypeAlias = Callable[..., Any]
"""Method, URL, and what the library takes besides; redirects are followed. The library's own answer."""


@contextmanager
def of_requests(manager: TokenManager) -> Iterator[Send]:
    """A session of requests."""
    with requests.Session() as session:
        session.auth = RequestsAuth(manager)
        session.trust_env = False

        def send(method: str, url: str, *, content: Any = None, **arguments: Any) -> Any:
            return session.request(method, url, data=arguments.pop("data", content), timeout=20, **arguments)

        yield send


@contextmanager
def of_httpx(manager: TokenManager) -> Iterator[Send]:
    """A client of httpx."""
    with httpx.Client(auth=HttpxAuth(manager), follow_redirects=True, timeout=20, trust_env=False) as client:
        yield client.request


@contextmanager
def of_httpx2(manager: TokenManager) -> Iterator[Send]:
    """A client of httpx2."""
    with httpx2.Client(auth=Httpx2Auth(manager), follow_redirects=True, timeout=20, trust_env=False) as client:
        yield client.request


@asynccontextmanager
async def of_async_httpx(manager: TokenManager) -> AsyncIterator[Send]:
    """A client of httpx for tasks."""
    async with httpx.AsyncClient(auth=HttpxAuth(manager), follow_redirects=True, timeout=20, trust_env=False) as client:
        yield client.request


@asynccontextmanager
async def of_async_httpx2(manager: TokenManager) -> AsyncIterator[Send]:
    """A client of httpx2 for tasks."""
    async with httpx2.AsyncClient(
        auth=Httpx2Auth(manager), follow_redirects=True, timeout=20, trust_env=False
    ) as client:
        yield client.request


LIBRARIES: dict[str, Callable[[TokenManager], AbstractContextManager[Send]]] = {
    "requests": of_requests,
    "httpx": of_httpx,
    "httpx2": of_httpx2,
}
ASYNC_LIBRARIES: dict[str, Callable[[TokenManager], AbstractAsyncContextManager[Send]]] = {
    "httpx": of_async_httpx,
    "httpx2": of_async_httpx2,
}
