"""Whoever sends many requests of one person at once: tabs of a browser, or threads of a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from drf_signet_client.client import Client
from playwright.sync_api import Browser

from examples.naive_clients.requests_client import APIClient, StoringAPIClient
from tests.conformance.running import CREDENTIALS, Running
from tests.service.client_pages import open_tabs

Ask = Callable[[], list[bool]]
"""Send them all at the same moment: whether each was answered."""


@contextmanager
def tabs(running: Running, browser: Browser, client: str, count: int, times: int) -> Iterator[Ask]:
    """*count* tabs with *client* (of `client_pages`), each of which sends *times* requests."""
    with browser.new_context() as context:
        opened = open_tabs(context, running, client, count)
        yield lambda: [answer == 200 for answer in opened.ask_at_once(times)]


@contextmanager
def threads(client: APIClient | Client, count: int) -> Iterator[Ask]:
    """*count* threads that share *client*, each of which sends one request."""
    barrier = Barrier(count)

    def ask(_: int) -> bool:
        barrier.wait()
        try:
            return client.request("GET", "users/me/").ok
        except Exception:  # noqa: BLE001  # whatever a client raises, the request was not answered
            return False

    with ThreadPoolExecutor(count) as pool:
        yield lambda: list(pool.map(ask, range(count)))


@contextmanager
def naive_threads(running: Running, browser: Browser, count: int) -> Iterator[Ask]:
    """Threads with the class that tutorials print, and that stores both tokens."""
    with threads(StoringAPIClient(running.url, **CREDENTIALS), count) as ask:
        yield ask


@contextmanager
def our_threads(running: Running, browser: Browser, count: int) -> Iterator[Ask]:
    """Threads with ours."""
    with Client(running.url, **CREDENTIALS) as client, threads(client, count) as ask:
        yield ask
