"""A middleware, first of all, that lets the suite order answers of the service, and see its requests."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from drf_signet import tokens
from drf_signet.sessions.ending import end_all
from signet_server.demo import DEMO_USERNAME
from tests.conformance.expired import expired

ROOT: Final = "/api/v1/"
HOOK: Final = "conformance/"
REFUSED: Final = 'Bearer realm="api", error="invalid_token"'


@dataclass
class Plan:
    """The orders for the next requests of one path."""

    times: int
    status: int = 200
    seconds: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


class ClockBehind:
    """Stands in for the module ``time``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def time(self) -> float:
        """Seconds since 1970, for a clock that is behind."""
        return time.time() - self.seconds


class HookMiddleware:
    """Follows the orders that are posted to ``conformance/``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.lock = Lock()
        self.issued: set[str] = set()
        self.expired: set[str] = set()
        self.reset({})

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The service's answer, or the ordered one."""
        path = request.path.removeprefix(ROOT)
        if path == HOOK:
            return self.obey(request)
        delay, answer = self.next_plan(self.delays, path), self.next_plan(self.answers, path)
        sent = request.headers.get("Authorization", "")
        self.spoil(request)
        response = self.get_response(request) if answer is None else made(request, answer)
        self.remember_token(path, response)
        with self.lock:
            seen = {"method": request.method, "path": path, "status": response.status_code, "sent_token": bool(sent)}
            self.seen.append(seen)
        time.sleep(delay.seconds if delay else 0)
        return response

    def obey(self, request: HttpRequest) -> JsonResponse:
        """Follow an order, or return the requests seen."""
        if request.method == "POST":
            order = json.loads(request.body)
            getattr(self, order.pop("do"))(order)
        with self.lock:
            return JsonResponse({"seen": self.seen})

    def reset(self, order: dict[str, Any]) -> None:
        """Forget all orders and requests."""
        self.seen: list[dict[str, Any]] = []
        self.answers: dict[str, Plan] = {}
        self.delays: dict[str, Plan] = {}
        self.set_back({"seconds": 0})

    def expire(self, order: dict[str, Any]) -> None:
        """From now on, every access token issued so far counts as expired."""
        with self.lock:
            self.expired |= self.issued

    def answer(self, order: dict[str, Any]) -> None:
        """Order another answer than the service's own."""
        seconds = order.pop("retry_after", None)
        headers = {} if seconds is None else {"Retry-After": str(seconds)}
        path = order.pop("path")
        self.answers[path] = Plan(headers=headers, **order)

    def delay(self, order: dict[str, Any]) -> None:
        """Order the service's answer, but later."""
        path = order.pop("path")
        self.delays[path] = Plan(**order)

    def set_back(self, order: dict[str, Any]) -> None:
        """Set the clock that judges tokens back."""
        vars(tokens)["time"] = ClockBehind(order["seconds"])

    def end_session(self, order: dict[str, Any]) -> None:
        """End the user's sessions, as an administrator does."""
        end_all(get_user_model().objects.get(username=DEMO_USERNAME))

    def next_plan(self, plans: dict[str, Plan], path: str) -> Plan | None:
        """Use up one of the plans for this request."""
        with self.lock:
            plan = plans.get(path)
            if plan is None or plan.times == 0:
                return None
            plan.times -= 1
            return plan

    def spoil(self, request: HttpRequest) -> None:
        """Replace a token that counts as expired with one that has expired."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        with self.lock:
            counts_as_expired = token in self.expired
        if counts_as_expired:
            request.META["HTTP_AUTHORIZATION"] = f"{scheme} {expired(token)}"

    def remember_token(self, path: str, response: HttpResponseBase) -> None:
        """Remember the access token in *response*, if there is one."""
        if path.endswith(("token/", "token/refresh/")) and isinstance(response, HttpResponse) and response.content:
            token = json.loads(response.content).get("access")
            with self.lock:
                self.issued.update([token] if token else [])


def hang_up(port: int) -> None:
    """Close the connection to a client on this machine that sends from *port*."""
    for descriptor in Path("/proc/self/fd").iterdir():
        if not str(descriptor.readlink()).startswith("socket:"):
            continue
        with socket.socket(fileno=os.dup(int(descriptor.name))) as one, suppress(OSError):
            if one.family == socket.AF_INET and one.getpeername()[1] == port:
                one.shutdown(socket.SHUT_RDWR)


def made(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The ordered answer; with status 0, the connection is closed without one."""
    if plan.status == 0:
        hang_up(int(request.META["REMOTE_PORT"]))
        return HttpResponse()
    body = {"detail": "So it was ordered.", **plan.body}
    response = JsonResponse(body, status=plan.status, headers=plan.headers)
    if plan.status == 401:
        response["WWW-Authenticate"] = REFUSED
    return response
