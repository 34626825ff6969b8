"""To look and to act: the serializers of a package that take a request, and what is done while one is looked at."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from rest_framework.serializers import BaseSerializer


def serializers_of(package: ModuleType, *, without: tuple[str, ...] = ()) -> Iterator[type[BaseSerializer[Any]]]:
    """Every serializer below *package*, but for modules whose names begin with one of *without*."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        name = found.name.rpartition(".")[2]
        if not name.endswith("serializers") or name.startswith("answering") or found.name.startswith(without):
            continue
        for one in vars(import_module(found.name)).values():
            if isinstance(one, type) and issubclass(one, BaseSerializer) and one.__module__ == found.name:
                yield one


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is written, mailed and counted in this block."""
    done: list[str] = []

    def execute(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            done.append(sql)
        return execute(sql, *args)

    def count(*args: Any) -> None:
        done.append("counted")

    mails = len(mail.outbox)
    with connection.execute_wrapper(execute), monkeypatch.context() as patch:
        patch.setattr("drf_signet.rate_limits.rate_of", count)
        yield done
    done += ["mailed"] * (len(mail.outbox) - mails)
