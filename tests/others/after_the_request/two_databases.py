"""A database for each tenant. A middleware says by the host which one is served, and a router asks it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tests.others.after_the_request.settings import *  # noqa: F403

INSTALLED_APPS = APPS  # noqa: F405
FOLDER = os.environ["TWO_DATABASES"]
DATABASES = {
    name: {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/{alias}.sqlite3"}
    for name, alias in {"default": "a", "b": "b"}.items()
}
MIDDLEWARE = [f"{__name__}.ByHost"]
DATABASE_ROUTERS = [f"{__name__}.Router"]


class InThread(threading.local):
    """As most write it."""

    alias: str | None = None


class InContext:
    """As others do."""

    _alias: ContextVar[str | None] = ContextVar("alias", default=None)

    @property
    def alias(self) -> str | None:
        """Of whom this context serves."""
        return self._alias.get()

    @alias.setter
    def alias(self, value: str | None) -> None:
        self._alias.set(value)


SERVED: Any = {"thread": InThread, "context": InContext}[os.environ["KEPT_IN"]]()


@contextmanager
def serving(tenant: str) -> Iterator[None]:
    """A block that serves *tenant*."""
    SERVED.alias = {"a": "default"}.get(tenant, tenant)
    try:
        yield
    finally:
        SERVED.alias = None


class ByHost:
    """``b.example.com`` is served from the database b."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        with serving(request.get_host().partition(".")[0]):
            return self._get_response(request)


class Router:
    """Everything where the tenant is that is being served."""

    def db_for_read(self, model: object, **hints: object) -> str | None:
        """That database; the first where nobody is served."""
        return SERVED.alias or "default"

    db_for_write = db_for_read
