"""The requests, and the answers that they must get, about any address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.accounts.people import PASSWORD, address, request_of
from bench.sessions.requests import Environ, post


@dataclass(frozen=True)
class Endpoint:
    """A way to ask about somebody: the body for the *number*-th of a kind, and the status of every answer."""

    name: str
    path: str
    body: Callable[[str, int], dict[str, str]]
    status: int

    def ask(self, kind: str, number: int) -> Environ:
        """The request."""
        return post(self.path, **self.body(kind, number))


def _sign_in(kind: str, number: int) -> dict[str, str]:
    return {"username": address(kind, number), "password": "wrong-" + PASSWORD}


def _sign_up(kind: str, number: int) -> dict[str, str]:
    return {"username": f"new.{kind}.{number}", "email": address(kind, number), "password": "my-" + PASSWORD}


def _email(kind: str, number: int) -> dict[str, str]:
    return {"email": address(kind, number)}


def _code(kind: str, number: int) -> dict[str, str]:
    return {"request": request_of(kind, number), "code": "000000"}


# Signing up comes last: whoever was unknown is known then.
ENDPOINTS: Final = (
    Endpoint("sign-in, wrong password", "/api/token/", _sign_in, 401),
    Endpoint("resend", "/api/users/resend_activation/", _email, 204),
    Endpoint("reset", "/api/users/reset_password/", _email, 204),
    Endpoint("code by mail", "/api/token/code/", _email, 200),
    Endpoint("code by mail, wrong", "/api/token/code/confirm/", _code, 400),
    Endpoint("sign-up", "/api/users/", _sign_up, 201),
)
