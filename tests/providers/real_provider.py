"""A real provider, which another process runs, and a user with a browser who goes through its pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from drf_signet.identities.providers.redirect import Beginning
from tests.independent.node import command
from tests.real_parts.ports import free_port, wait_for_port

PATIENCE: Final = 60
SECRET: Final = "a secret/of the shop: 100%"
CALLBACK: Final = "http://127.0.0.1:1/callback"
"""Nobody listens there: the browser of these tests stops in front of it."""

PROGRAM: Final = Path(__file__).with_name("oidc_provider.mjs")


@dataclass
class RealProvider:
    """Its issuer is the address that it runs at."""

    port: int
    callbacks: tuple[str, ...] = (CALLBACK,)
    """Where it sends browsers back to."""

    claims_in: Literal["userinfo", "id_token"] = "userinfo"
    """Where it says the address and the names."""

    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its ``iss``."""
        return f"http://127.0.0.1:{self.port}"

    def entry(self, client: str, **changes: object) -> dict[str, object]:
        """An entry of PROVIDERS for that client."""
        said: dict[str, object] = {"issuer": self.issuer, "client_id": client, "client_secret": SECRET, **changes}
        return {name: value for name, value in said.items() if value is not None}

    def sign_in(self, beginning: Beginning, login: str = "ada") -> Mapping[str, str]:
        """What the browser of *login* brings back."""
        return self.visit(beginning.url, login)

    def visit(self, url: str, login: str = "ada") -> Mapping[str, str]:
        """What the browser of *login*, which was sent to *url*, brings back."""
        visitor = requests.Session()
        page = visitor.get(url, allow_redirects=False, timeout=PATIENCE)
        for _ in range(20):
            if page.status_code in (302, 303):
                where = urljoin(page.url, page.headers["location"])
                if where.startswith(self.callbacks):
                    return {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
                page = visitor.get(where, allow_redirects=False, timeout=PATIENCE)
                continue
            action = re.search(r'action="([^"]+)"', page.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
            assert action is not None, page.text
            assert prompt is not None, page.text
            form = {"prompt": prompt[1], "login": login, "password": "any"}
            page = visitor.post(action[1], form, allow_redirects=False, timeout=PATIENCE)
        raise AssertionError(page.text)

    def rotate(self) -> None:
        """Other keys from now on."""
        requests.post(f"{self.issuer}/rotate", timeout=PATIENCE).raise_for_status()

    def start(self) -> None:
        """Run."""
        node = command("oidc_provider.mjs", "jose", "oidc-provider")
        words = [*node[:-1], str(PROGRAM), str(self.port), self.claims_in, *self.callbacks]
        self.processes.append(subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        wait_for_port(self.port)

    def stop(self) -> None:
        """Be away."""
        for process in self.processes:
            process.terminate()
            process.wait(PATIENCE)
        self.processes.clear()


@contextmanager
def real_provider(*callbacks: str, claims_in: Literal["userinfo", "id_token"] = "userinfo") -> Iterator[RealProvider]:
    """One that runs until the end of the block."""
    provider = RealProvider(free_port(), callbacks or (CALLBACK,), claims_in)
    try:
        provider.start()
        yield provider
    finally:
        provider.stop()
