"""A device that asks for a code and signs in by what was mailed, and the mail."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core import mail

from drf_signet.accounts.testing import token_in
from tests.accounts.person import Client, address_of

CODE: Final = re.compile(r"^[0-9A-HJKMNP-TV-Z]{6}$", re.MULTILINE)
FIREFOX: Final = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PLACE: Final = "203.0.113.7"


def device(ip: str = PLACE, user_agent: str = FIREFOX) -> Client:
    """A device at *ip*, which sees a 500 where we raise."""
    return Client(raise_request_exception=False, REMOTE_ADDR=ip, HTTP_USER_AGENT=user_agent)


def ask(client: Client, name: str = "ada") -> Any:
    """The answer to a request for a code, to the address of somebody called *name*."""
    return client.post("/api/token/code/", {"email": address_of(name)}, format="json")


def asked(client: Client, name: str = "ada") -> str:
    """The request of a code that *client* has asked for."""
    answer = ask(client, name)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["request"])


def confirm(client: Client, request: str, code: str, **more: object) -> Any:
    """The answer to *code*."""
    return client.post("/api/token/code/confirm/", {"request": request, "code": code, **more}, format="json")


def follow(client: Client, token: str, **more: object) -> Any:
    """The answer to the link with *token*."""
    return client.post("/api/token/link/", {"token": token, **more}, format="json")


def last_code() -> str:
    """The code in the last mail."""
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[0]


def last_link() -> str:
    """The token of the link in the last mail."""
    return token_in(mail.outbox[-1])


def wrong(code: str) -> str:
    """Another one than *code*."""
    return code[:-1] + ("2" if code[-1] != "2" else "3")
