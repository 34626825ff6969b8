"""Somebody who comes to the service for the first time."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from tests.service.conftest import Service
from tests.service.http import Answer, call
from tests.service.printed_mail import Mail, mails_to

PASSWORD = "a-tall-ship-and-a-star"

_numbers = count(1)


@dataclass
class Visitor:
    """A name, an address, and a place in the network where nobody else is, if the service believes that."""

    service: Service
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def username(self) -> str:
        """Nobody else's."""
        return f"visitor-{self.number}"

    @property
    def email(self) -> str:
        """As they are stored: in lower case."""
        return f"{self.username}@example.com"

    @property
    def place(self) -> dict[str, str]:
        """The header of a proxy, with which no visitor uses up what another may ask for."""
        return {"X-Forwarded-For": f"2001:db8:{self.number:x}::1"}

    def call(self, method: str, path: str, body: object = None, token: str | None = None) -> Answer:
        """One request below ``/api/v1/``."""
        return call(self.service, method, f"/api/v1/{path}", body, token=token, headers=self.place)

    def sign_up(self, **fields: str) -> Mail:
        """The mail that a sign-up brings."""
        given = {"username": self.username, "email": self.email, "password": PASSWORD, **fields}
        assert self.call("POST", "users/", given).status == 201
        return mails_to(self.service, self.email)[-1]

    def open_account(self) -> None:
        """Sign up, and follow the link."""
        assert self.call("POST", "users/activation/", {"token": self.sign_up().token}).status == 204

    def sign_in(self, password: str = PASSWORD, name: str | None = None) -> Answer:
        """Tokens, or why there are none."""
        return self.call("POST", "token/", {"username": name or self.username, "password": password})

    def ask_for_reset(self) -> Mail:
        """The mail with the link to set a new password."""
        before = len(mails_to(self.service, self.email))
        assert self.call("POST", "users/reset_password/", {"email": self.email}).status == 204
        return mails_to(self.service, self.email, before + 1)[-1]

    def ask_for_address(self, email: str) -> Mail:
        """The mail to *email* with the link that makes it the address of the account."""
        access = self.sign_in().body["access"]
        body = {"current_password": PASSWORD, "new_email": email}
        assert self.call("POST", "users/set_email/", body, access).status == 204
        return mails_to(self.service, email)[-1]
