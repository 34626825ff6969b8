"""One package in one operation: the requests of a block, the status of their answers, and what is made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework_simplejwt import tokens as simple_tokens

from bench.packages import SIGNET, SIMPLE_JWT, Package
from bench.sessions.requests import Environ, get, post, send
from bench.sides import PASSWORD
from drf_signet.sessions import tokens
from drf_signet.sessions.models import Session

REFRESH_TOKENS: Final[dict[Package, Any]] = {SIGNET: tokens.RefreshToken, SIMPLE_JWT: simple_tokens.RefreshToken}
LONG_AGO: Final = timedelta(hours=1)
"""Longer than any window in which a replaced token may still be presented."""


def nothing(_: object) -> None:
    """For answers of which nothing is made."""


@dataclass(frozen=True)
class Side:
    """*build* makes the requests before the clock starts, *settle* takes the answers after it has stopped."""

    build: Callable[[], list[Environ]]
    status: int = 200
    settle: Callable[[list[Any]], None] = nothing

    def check(self, answers: Sequence[Any]) -> None:
        """Raise `RuntimeError` unless every answer has the status that belongs to the operation."""
        found = {answer.status_code for answer in answers}
        if found != {self.status}:
            raise RuntimeError(f"{self.status} was to be answered, and {found} was: {answers[0].content!r}")


def issue(package: Package, users: Sequence[User]) -> list[str]:
    """A refresh token for each of *users*, each of another sign-in."""
    return [str(REFRESH_TOKENS[package].for_user(user)) for user in users]


def refresh(package: Package, issued: Sequence[str]) -> Side:
    """Each refresh presents the token that the last one gave."""
    current = list(issued)

    def settle(answers: list[Any]) -> None:
        current[:] = [json.loads(answer.content)["refresh"] for answer in answers]

    return Side(lambda: _refreshes(package, current), settle=settle)


def forged(package: Package, users: Sequence[User]) -> Side:
    """Genuine claims with the signature of another token."""
    issued = issue(package, users)
    signatures = [token.rpartition(".")[2] for token in (issued[-1], *issued[:-1])]
    tokens = [f"{token.rpartition('.')[0]}.{other}" for token, other in zip(issued, signatures, strict=True)]
    return Side(partial(_refreshes, package, tokens), status=401)


def replayed(package: Package, users: Sequence[User]) -> Side:
    """A token that was replaced twice, an hour ago; it was presented again before, which ended its session."""
    tokens = _replaced(package, users)
    for environ in _refreshes(package, tokens):
        send(environ)
    return Side(partial(_refreshes, package, tokens), status=401)


def replayed_first(package: Package, users: Sequence[User]) -> Side:
    """A token that was replaced twice, an hour ago. Ours ends the session, which is opened again for the next block."""
    tokens = _replaced(package, users)

    def build() -> list[Environ]:
        if package is SIGNET:
            Session.objects.filter(pk__in=map(_session_id, tokens)).update(revoked_at=None, revoke_reason="")
        return _refreshes(package, tokens)

    return Side(build, status=401)


def sign_in(package: Package, users: Sequence[User]) -> Side:
    """Username and password for a pair of tokens."""
    path = f"/{package.slug}/token/"
    return Side(lambda: [post(path, username=user.username, password=PASSWORD) for user in users])


def request(package: Package, path: str, users: Sequence[User]) -> Side:
    """A request with an access token of each of *users*."""
    access = [str(REFRESH_TOKENS[package].for_user(user).access_token) for user in users]
    return Side(lambda: [get(f"/{package.slug}/{path}/", token) for token in access])


def listing(user: User, sessions: int, requests: int) -> Side:
    """The list of a user with *sessions* of them."""
    issued = issue(SIGNET, [user] * sessions)
    access = str(tokens.RefreshToken(issued[0]).access_token)
    return Side(lambda: [get(f"/{SIGNET.slug}/sessions/", access) for _ in range(requests)])


def _refreshes(package: Package, presented: Sequence[str]) -> list[Environ]:
    return [post(f"/{package.slug}/token/refresh/", refresh=token) for token in presented]


def _replaced(package: Package, users: Sequence[User]) -> list[str]:
    issued = issue(package, users)
    side = refresh(package, issued)
    for _ in range(2):
        side.settle([send(environ) for environ in side.build()])
    if package is SIGNET:
        Session.objects.filter(pk__in=map(_session_id, issued)).update(rotated_at=timezone.now() - LONG_AGO)
    return issued


def _session_id(token: str) -> str:
    return str(tokens.RefreshToken(token)["sid"])
