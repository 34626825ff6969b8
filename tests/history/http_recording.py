"""The way of the Python clients to the service: everything that goes over it is written into the log."""

from __future__ import annotations

import http.client
import json
import random
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from tests.history.entry import CALL, REFRESH, SET_PASSWORD, SIGN_IN, SIGN_OUT, SIGN_OUT_ALL
from tests.history.recording import Recorder, claims_in, now, session_in, token_in

PATIENCE: Final = 20.0
"""Seconds: longer than an answer may take, so that a hang is seen as one."""

KINDS: Final[Mapping[str, str]] = {
    "token/refresh": REFRESH,
    "token": SIGN_IN,
    "logout/all": SIGN_OUT_ALL,
    "logout": SIGN_OUT,
    "set_password": SET_PASSWORD,
}
"""By the ends of paths."""


class RecordedAdapter(HTTPAdapter):
    """
    Sends for *who*, a client of *user*, from an address of its own. A share *loses* of answers to refreshes is lost.

    Set *spoils* to have the token of the next call changed, so that it is refused.
    """

    def __init__(self, recorder: Recorder, who: str, user: str, *, loses: float = 0.0) -> None:
        self._address = own_address()
        super().__init__(pool_maxsize=32)
        self._recorder = recorder
        self.who = who
        self.user = user
        self.loses = loses
        self.spoils = False
        self.password = 0

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """With the address as that of the sender."""
        super().init_poolmanager(*arguments, source_address=(self._address, 0), **options)

    def send(self, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        """As ever; what is lost raises an error."""
        kind, fields = kind_of(request.url or ""), self._sent(request)
        options["timeout"] = PATIENCE
        began = now()
        line: dict[str, object] = {"who": self.who, "user": self.user, "kind": kind, "sent": began, **fields}
        loses = kind == REFRESH and random.random() < self.loses  # no secret
        try:
            if loses and random.random() < 0.5:
                self._send_and_leave(request)
            response = super().send(request, *arguments, **options)
            content = response.content
        except Exception as error:
            self._recorder.write(**line, ended=now(), why="left" if loses else type(error).__name__)
            raise
        if loses:
            self._recorder.write(**line, ended=now(), why="lost")
            raise ConnectionError("The answer was lost.")
        answer = said(response.status_code, response.headers, content)
        self._recorder.write(**{**answer, **line, "ended": now(), "mistaken": mistaken(line, answer, content)})
        response.raw = _again(response, content)
        return response

    def _sent(self, request: PreparedRequest) -> dict[str, object]:
        fields: dict[str, object] = {}
        authorization = str(request.headers.get("Authorization", ""))
        token = authorization.removeprefix("Bearer ")
        if token:
            claims = claims_in(token)
            fields |= {"session": session_in(claims), "token": token_in(claims), "tier": "live"}
            if self.spoils:
                self.spoils = False
                request.headers["Authorization"] = f"Bearer {spoiled(token)}"
                fields["spoiled"] = True
        body = _object(request.body)
        if isinstance(body.get("refresh"), str):
            claims = claims_in(body["refresh"])
            fields |= {"session": session_in(claims), "token": token_in(claims), "presented": claims.get("gen")}
        if "new_password" in body:
            fields["password"] = self.password + 1
        elif "password" in body:
            fields["password"] = self.password
        return fields

    def _send_and_leave(self, request: PreparedRequest) -> None:
        """Send, and close the connection before there is an answer."""
        url = urlsplit(request.url or "")
        connection = http.client.HTTPConnection(str(url.netloc), timeout=PATIENCE, source_address=(self._address, 0))
        try:
            connection.request(str(request.method), str(url.path), request.body, dict(request.headers))
        finally:
            connection.close()
        raise ConnectionError("The connection was closed before the answer.")


def kind_of(url: str) -> str:
    """What is asked for at *url*."""
    path = urlsplit(url).path.strip("/")
    return next((kind for end, kind in KINDS.items() if path.endswith(end)), CALL)


def said(status: int, headers: Mapping[str, str], content: bytes) -> dict[str, object]:
    """What an answer says, for the log."""
    body = _object(content)
    code = body.get("reason") or body.get("code")
    fields: dict[str, object] = {"status": status, "retry_after": headers.get("Retry-After")}
    if status >= 400:
        fields["code"] = code if isinstance(code, str) else None
        return fields
    if isinstance(body.get("refresh"), str):
        claims = claims_in(body["refresh"])
        fields |= {"received": claims.get("gen"), "refresh": token_in(claims), "session": session_in(claims)}
    if isinstance(body.get("access"), str):
        claims = claims_in(body["access"])
        fields |= {"access": token_in(claims), "session": session_in(claims)}
    return fields


def mistaken(sent: Mapping[str, object], answer: Mapping[str, object], content: bytes) -> str | None:
    """The session or the user that the *answer* with *content* is for, if that is another one than what was *sent*."""
    session = answer.get("session")
    if session and sent.get("session") not in {None, session}:
        return str(session)
    body = _object(content)
    name = body.get("username", claims_in(body.get("access")).get("username"))
    return None if name in {None, sent["user"]} else str(name)


def spoiled(token: str) -> str:
    """*token* with another signature."""
    return token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")


def own_address() -> str:
    """An address of this machine that hardly anybody else uses."""
    chance = random.SystemRandom()
    return f"127.{chance.randrange(64, 128)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"


def _object(content: Any) -> dict[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _again(response: Response, content: bytes) -> HTTPResponse:
    """The raw answer, to be read once more."""
    return HTTPResponse(BytesIO(content), headers=response.headers, status=response.status_code, preload_content=False)
