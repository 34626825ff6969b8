"""Signing up and following the link, as people do it who become users."""

from __future__ import annotations

from typing import Any

from tests.accounts.mails import last_token
from tests.accounts.person import Client, sign_up_body

ACTIVATION = "/api/users/activation/"


def join(api: Client, name: str = "ada", *, path: str = "/api/users/", **changes: object) -> None:
    """Become a user: both are answered as they should be."""
    answer = api.post(path, sign_up_body(name, **changes))
    assert answer.status_code == 201, answer.content
    follow(api, last_token())


def follow(api: Client, token: str) -> None:
    """Open the account with *token*."""
    answer = follow_or_not(api, token)
    assert (answer.status_code, answer.content) == (204, b"")


def follow_or_not(api: Client, token: str) -> Any:
    """The answer to *token*, good or not."""
    return api.post(ACTIVATION, {"token": token})
