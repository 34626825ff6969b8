"""Tabs of one person's browser, in each of which a client runs that sends many requests at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.conformance.running import CREDENTIALS, Running
from tests.real_parts.needs import missing

ROOT = Path(__file__).resolve().parents[2]
NEEDED = (ROOT / "clients" / "js" / "dist" / "index.js", ROOT / "node_modules" / "axios" / "dist" / "esm" / "axios.js")
BLANK = "/static/pages/blank.html"

STORING = """async () => {
    const { default: axios } = await import("/static/axios/axios.js");
    const { createClient, keepBoth } = await import("/static/naive/axios_client.js");
    const api = createClient(axios, "/api/v1/", { keep: keepBoth });
    window.signIn = (username, password) => api.signIn(username, password);
    window.ask = () => api.get("users/me/").then((answer) => answer.status, (error) => error.response?.status ?? 0);
}"""
"""The tutorials' client that stores both tokens of an answer (examples/naive_clients)."""

OURS = """async () => {
    const { createAuth } = await import("/static/client/index.js");
    const auth = createAuth({ baseURL: "/api/v1/", mode: "cookie" });
    await auth.ready;
    window.auth = auth;
    window.signIn = (username, password) => auth.login({ username, password });
    window.ask = () => auth.fetch("users/me/").then((answer) => answer.status, (error) => error.code);
}"""
"""The client of clients/js."""

PREPARE = """(times) => {
    const askAll = () => Promise.all(Array.from({ length: times }, () => ask()));
    const channel = new BroadcastChannel("start");
    const started = new Promise((resolve) => channel.addEventListener("message", resolve, { once: true }));
    window.answers = started.then(() => channel.close()).then(askAll);
}"""
START = """() => new BroadcastChannel("start").postMessage(null)"""


@dataclass(frozen=True)
class Tabs:
    """The pages; the first has signed in."""

    pages: Sequence[Page]

    def ask_at_once(self, times: int) -> list[Any]:
        """In each tab *times* requests, all at the same moment: how each of them ended."""
        for page in self.pages:
            page.evaluate(PREPARE, times)
        self.pages[0].evaluate(START)
        return [answer for page in self.pages for answer in page.evaluate("() => answers")]


def need_built_clients() -> None:
    """Skip a test for which nobody has built them; under SIGNET_REQUIRE_ALL=1, fail it."""
    if not all(one.exists() for one in NEEDED):
        missing("the JavaScript client is not built: that takes Node, and 'make web'")


def open_tabs(context: BrowserContext, running: Running, client: str, count: int) -> Tabs:
    """*count* tabs with *client*, in one of which somebody signs in; the others are opened after that."""
    need_built_clients()
    pages: list[Page] = []
    for number in range(count):
        page = context.new_page()
        page.goto(f"{running.origin}{BLANK}")
        page.evaluate(client)
        if number == 0:
            page.evaluate("(given) => signIn(given.username, given.password)", CREDENTIALS)
        pages.append(page)
    return Tabs(pages)
