"""One session of a person: the client of clients/python, over a way on which everything is written down."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import requests
from drf_signet_client import AuthError, InvalidCredentials, TokenManager, Tokens
from drf_signet_client.requests_auth import RequestsAuth
from drf_signet_client.requests_post import RequestsPost

from tests.history.http_recording import RecordedAdapter
from tests.history.people import name_of_person, password
from tests.history.recording import Recorder


@dataclass
class Person:
    """A user, and the versions of the password that may be the present one."""

    number: int
    versions: list[int] = field(default_factory=lambda: [0])

    @property
    def name(self) -> str:
        """The user name."""
        return name_of_person(self.number)


class Browser:
    """*person*, with an address of its own, and the API of a service at *url*. A share *loses* of answers is lost."""

    def __init__(self, url: str, recorder: Recorder, who: str, person: Person, *, loses: float = 0.0) -> None:
        self.url = url
        self.person = person
        self.adapter = RecordedAdapter(recorder, who, person.name, loses=loses)
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.mount("http://", self.adapter)
        self.seen: list[Tokens] = []
        self.tokens = self.tab()

    def tab(self) -> TokenManager:
        """What holds tokens. Several of one browser know nothing of each other."""
        return TokenManager(self.url, post=RequestsPost(self.http), on_change=lambda tokens, _: self._remember(tokens))

    def sign_in(self) -> bool:
        """Whether that worked: the service may be away."""
        for version in list(self.person.versions):
            self.adapter.password = version
            try:
                self.tokens.login(username=self.person.name, password=password(version))
            except InvalidCredentials:
                continue
            except AuthError:
                return False
            self.person.versions = [version]
            return True
        return False

    def call(self, tab: TokenManager | None = None, *, spoils: bool = False) -> None:
        """Ask who this is. The client itself refreshes a token that is refused, and sends the call again."""
        self.adapter.spoils = spoils
        with suppress(AuthError, OSError):
            self.http.get(f"{self.url}users/me/", auth=RequestsAuth(tab or self.tokens))

    def refresh(self, tab: TokenManager | None = None) -> None:
        """Get another token, as if the server had refused the one there is."""
        manager = tab or self.tokens
        with suppress(AuthError):
            manager.get(rejected=manager.get())

    def set_password(self) -> None:
        """Choose another password. Where no answer comes, the next sign-in finds out which one it is."""
        version = self.person.versions[0]
        form = {"current_password": password(version), "new_password": password(version + 1)}
        self.adapter.password = version
        with suppress(AuthError, OSError):
            answer = self.http.post(f"{self.url}users/set_password/", json=form, auth=RequestsAuth(self.tokens))
            if answer.status_code < 500:
                self.person.versions = [version + 1] if answer.status_code == 204 else [version]
                return
        self.person.versions = [version + 1, version]

    def close(self) -> None:
        """Nothing more is sent."""
        self.http.close()

    def _remember(self, tokens: Tokens | None) -> None:
        if tokens is not None:
            self.seen.append(tokens)
