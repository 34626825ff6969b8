"""A real OpenID provider, which another process runs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import requests

from tests.independent.node import command
from tests.real_parts.ports import free_port, wait_for_port

CLIENT: Final = ("shop", "a-secret-of-the-shop-alone")
PATIENCE: Final = 60


@dataclass(frozen=True)
class Provider:
    """Its issuer is the address that it runs at."""

    issuer: str

    def access_token(self, resource: str) -> str:
        """One for *resource* (RFC 8707), for the client itself."""
        form = {"grant_type": "client_credentials", "scope": "orders:read", "resource": resource}
        return str(self._token(form)["access_token"])

    def id_token(self) -> str:
        """One that says who signed in: a user goes through the pages of the provider."""
        visitor = requests.Session()
        callback = f"{self.issuer}/callback"
        asked = {"client_id": CLIENT[0], "response_type": "code", "scope": "openid", "redirect_uri": callback}
        page = visitor.get(f"{self.issuer}/auth", params=asked, timeout=PATIENCE)
        for prompt in ("login", "consent"):
            action = re.search(r'action="([^"]+)"', page.text)
            assert action is not None, page.text
            form = {"prompt": prompt, "login": "ada", "password": "any"}
            page = visitor.post(action[1], form, timeout=PATIENCE)
        code = parse_qs(urlsplit(page.url).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback}
        return str(self._token(form)["id_token"])

    def _token(self, form: dict[str, str]) -> Any:
        answer = requests.post(f"{self.issuer}/token", form, auth=CLIENT, timeout=PATIENCE)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider, until the end of the block."""
    port = free_port()
    words = [*command("oidc_provider.mjs", "jose", "oidc-provider"), str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for_port(port)
            yield Provider(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
