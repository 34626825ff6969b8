"""Plays the cases of ``clients/conformance/cases.json``, whose README says what each step means."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bodies import arguments_for, check_echo
from drf_signet_client import AuthError, SessionExpired, TokenFile, TokenManager, Tokens
from libraries import LIBRARIES
from secrets_in import text_in, text_of
from service import PASSWORD, USERNAME, Service
from turning_clock import TurningClock

Step = dict[str, Any]


class Client:
    """One client of a case, and its calls of listeners."""

    def __init__(self, player: Player) -> None:
        self.told: Counter[str] = Counter()
        self.tokens: set[str] = set()
        store = TokenFile(player.folder / "tokens.json")
        self.manager = TokenManager(player.service.url, clock=player.clock, store=store, on_change=self.on_change)
        self.send = player.exits.enter_context(LIBRARIES[player.library](self.manager))

    def on_change(self, tokens: Tokens | None, why: str) -> None:
        """Count, and remember every token."""
        self.told[why] += 1
        if tokens is not None:
            self.tokens |= {tokens.access, tokens.refresh}
            self.told[repr(tokens)] += 1


class Player:
    """One case, with *library*."""

    def __init__(self, service: Service, library: str, folder: Path) -> None:
        self.service = service
        self.library = library
        self.folder = folder
        self.clock = TurningClock()
        self.exits = ExitStack()
        self.clients: dict[str, Client] = {}
        self.errors: list[AuthError] = []
        self.records: list[logging.LogRecord] = []
        self.pool: ThreadPoolExecutor | None = None
        self.started: list[Future[None]] = []

    def play(self, steps: list[Step]) -> None:
        """All of *steps*, in order."""
        with self.exits, recorded(self.records):
            self.client({})
            for step in steps:
                act: Callable[[Step], None] = getattr(self, f"do_{step['do']}")
                if self.pool is None or step["do"] == "finish":
                    act(step)
                else:
                    self.started.append(self.pool.submit(self.later, act, step))

    def later(self, act: Callable[[Step], None], step: Step) -> None:
        """*act* when the step says."""
        time.sleep(step.get("after", 0))
        act(step)

    def client(self, step: Step) -> Client:
        """The client that *step* is about."""
        name = step.get("client", "first")
        if name not in self.clients:
            self.clients[name] = Client(self)
        return self.clients[name]

    def do_start(self, step: Step) -> None:
        """What follows is done at the same time."""
        self.pool = self.exits.enter_context(ThreadPoolExecutor(20))

    def do_finish(self, step: Step) -> None:
        """Until here."""
        for one in self.started:
            one.result(30)
        self.pool = None

    def do_login(self, step: Step) -> None:
        """Sign in."""
        password = step.get("password", PASSWORD)
        code = self.code_of(lambda: self.client(step).manager.login(username=USERNAME, password=password))
        assert code == step.get("error")

    def do_logout(self, step: Step) -> None:
        """Sign out."""
        self.client(step).manager.logout()

    def do_logout_all(self, step: Step) -> None:
        """Sign out everywhere."""
        self.client(step).manager.logout_everywhere()

    def do_hook(self, step: Step) -> None:
        """Give an order to the server."""
        self.service.order(**step["send"])

    def do_clock(self, step: Step) -> None:
        """Set the wall clock."""
        self.clock.ahead = step["seconds"]

    def do_pass(self, step: Step) -> None:
        """Let time pass."""
        self.clock.passed += step["seconds"]

    def do_counted(self, step: Step) -> None:
        """How often the server was asked."""
        count = self.service.seen(step["path"], step.get("status"))
        assert count == step["times"] if "times" in step else count <= step["at_most"]

    def do_state(self, step: Step) -> None:
        """Whether somebody is signed in."""
        assert self.client(step).manager.is_signed_in == (step["is"] == "authenticated")

    def do_told(self, step: Step) -> None:
        """How often listeners were called with this."""
        assert self.client(step).told[step["why"]] == step["times"]

    def do_silent(self, step: Step) -> None:
        """No token anywhere."""
        tokens = set().union(*(one.tokens for one in self.clients.values()))
        assert tokens
        assert self.errors
        assert self.records
        said = text_in(self.records) + "".join(text_of(one) for one in self.errors)
        said += repr([(one.told, one.manager, vars(one.manager)) for one in self.clients.values()])
        assert not [one for one in tokens if any(piece in said for piece in one.split("."))]

    def do_elsewhere(self, step: Step) -> None:
        """The other origin was asked, and got nothing."""
        seen = self.service.seen_elsewhere()
        assert seen
        assert not any(one["sent_token"] for one in seen)

    def do_request(self, step: Step) -> None:
        """One request, or several."""
        client, times = self.client(step), step.get("times", 1)
        if step.get("parallel"):
            with ThreadPoolExecutor(times) as pool:
                for one in [pool.submit(self.send, client, step) for _ in range(times)]:
                    one.result(30)
        else:
            for _ in range(times):
                self.send(client, step)

    def send(self, client: Client, step: Step) -> None:
        """One request, and what has to come of it."""
        status: list[int] = []
        code = self.code_of(lambda: status.append(self.answer(client, step)))
        if step.get("over"):
            assert status == [401] or code == SessionExpired().code
        elif "error" in step:
            assert code == step["error"]
        elif step["status"] != "any":
            assert code is None
            wanted = step["status"]
            assert status[0] in (wanted if isinstance(wanted, list) else [wanted])

    def answer(self, client: Client, step: Step) -> int:
        """The status of the answer. Where a body was sent and accepted, it has to be the right one."""
        if "body" in step:
            answer = client.send("POST", f"{self.service.url}echo/", **arguments_for(step["body"]))
            if answer.status_code == 200:
                check_echo(step["body"], answer)
        else:
            arguments = {"json": step["json"]} if "json" in step else {}
            answer = client.send(step.get("method", "GET"), self.address(step), **arguments)
        return int(answer.status_code)

    def address(self, step: Step) -> str:
        """Where the request goes."""
        match step.get("to"):
            case "elsewhere":
                return self.service.elsewhere
            case "redirect":
                return f"{self.service.url}redirect/"
        return f"{self.service.url}{step['path']}"

    def code_of(self, act: Callable[[], None]) -> str | None:
        """The code of the error that *act* raises, if it does."""
        try:
            act()
        except AuthError as error:
            self.errors.append(error)
            return error.code
        return None


@contextmanager
def recorded(records: list[logging.LogRecord]) -> Iterator[None]:
    """All that any library logs goes into *records*."""

    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    root, recorder = logging.getLogger(), Recorder()
    level = root.level
    root.addHandler(recorder)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(recorder)
