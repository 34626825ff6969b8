"""
The clients that tutorials print (examples/naive_clients), and that store both tokens of an answer: the windows of the
server keep their session alive. `tests.lifetimes` has those that store the access token alone.

They cost one refresh for each refused request: ``docs/explanation/refreshing.md`` has the table.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from playwright.sync_api import Browser

from examples.naive_clients.requests_client import StoringAPIClient
from tests.conformance.running import CREDENTIALS, Running
from tests.service.client_pages import STORING, open_tabs

THREADS = 20
STORED = "() => localStorage.getItem('refresh')"


@pytest.mark.parametrize(("tabs", "requests"), [(1, 5), (4, 3)])
def test_an_interceptor_that_refreshes_for_each_request(
    browser: Browser, conformance: Running, tabs: int, requests: int
) -> None:
    """All succeed, with one refresh for each refused request, time and again: the store holds a valid token."""
    with browser.new_context() as context:
        opened = open_tabs(context, conformance, STORING, tabs)
        for _ in range(5):
            conformance.order("expire")
            conformance.order("reset")
            assert opened.ask_at_once(requests) == [200] * tabs * requests
            refused = conformance.seen()["users/me/", 401]
            assert conformance.seen()["token/refresh/", 200] == conformance.refreshes() == refused
            # A tab that is late finds the new token in the store.
            assert refused > 1
            assert opened.pages[0].evaluate(STORED)


def test_a_class_that_refreshes_in_each_thread(conformance: Running) -> None:
    """All succeed, with a refresh for each thread that was refused."""
    client = StoringAPIClient(conformance.url, **CREDENTIALS)
    barrier = Barrier(THREADS)

    def ask(_: int) -> int:
        barrier.wait()
        return client.request("GET", "users/me/").status_code

    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(3):
            conformance.order("expire")
            conformance.order("reset")
            assert list(pool.map(ask, range(THREADS))) == [200] * THREADS
            refused = conformance.seen()["users/me/", 401]
            assert conformance.seen()["token/refresh/", 200] == conformance.refreshes() == refused
            assert refused > 1
    assert client.request("GET", "users/me/").status_code == 200


def test_without_windows_the_same_clients_are_signed_out(strict_conformance: Running) -> None:
    """So the windows keep these clients signed in: without them, the test above would fail."""
    client = StoringAPIClient(strict_conformance.url, **CREDENTIALS)
    strict_conformance.order("expire")

    def ask(barrier: Barrier) -> bool:
        barrier.wait()
        try:
            return client.request("GET", "users/me/").ok
        except OSError:
            return False

    with ThreadPoolExecutor(THREADS) as pool:
        assert not all(pool.map(ask, [Barrier(THREADS)] * THREADS))
    assert not ask(Barrier(1))
