"""A server in a few lines, for what the real one does on bad days only."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping

from drf_signet_client import Answer, TokenManager, Tokens
from drf_signet_client.manager import Why
from drf_signet_client.store import Store
from turning_clock import TurningClock

URL = "https://api.example.com/api/v1/"
LIFETIME = 300


def answer(status: int, body: object = None, **headers: str) -> Answer:
    """An answer; underscores in names of headers stand for dashes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, content)


def pair(number: int, **more: object) -> Answer:
    """The tokens of a *number*."""
    fields = {"access": f"access-{number}", "refresh": f"refresh-{number}", "expires_in": LIFETIME}
    return answer(200, {**fields, **more})


def jwt(**claims: object) -> str:
    """A token with *claims*, as a client sees it."""
    encoded = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{encoded}.c2ln"


class Script:
    """
    Answers a sign-in with `pair` 0, a logout with 204, and each refresh with the next of *refreshes*.

    One of those may be an exception to raise, or a function that makes the answer.
    """

    def __init__(self, *refreshes: Answer | Exception | Callable[[], Answer]) -> None:
        self.refreshes = list(refreshes)
        self.sign_in = pair(0)
        self.sent: list[tuple[str, object]] = []

    def __call__(self, url: str, body: Mapping[str, object]) -> Answer:
        """The next answer."""
        path = url.removeprefix(URL)
        self.sent.append((path, body.get("refresh")))
        if path == "token/":
            return self.sign_in
        if path.startswith("logout/"):
            return answer(204)
        following = self.refreshes.pop(0)
        if isinstance(following, Exception):
            raise following
        return following if isinstance(following, Answer) else following()

    @property
    def asked(self) -> list[object]:
        """The refresh tokens that were to be exchanged."""
        return [token for path, token in self.sent if path == "token/refresh/"]


class Session:
    """A manager that is signed in with *script*, its clock, and its calls of listeners."""

    def __init__(self, script: Script, *, store: Store | None = None, leeway: float = 30) -> None:
        self.clock = TurningClock()
        self.told: list[tuple[Tokens | None, Why]] = []
        self.manager = TokenManager(
            URL,
            post=script,
            clock=self.clock,
            store=store,
            leeway=leeway,
            on_change=lambda tokens, why: self.told.append((tokens, why)),
        )
        self.manager.login(username="ada", password="secret")

    @property
    def reasons(self) -> list[Why]:
        """Why the tokens changed."""
        return [why for _, why in self.told]
