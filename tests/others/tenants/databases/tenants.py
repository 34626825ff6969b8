"""The block of the documentation, word for word."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from tests.others.page import blocks_under

tenant: ContextVar[str | None]
current: Callable[[], str | None]
exec(next(one for one in blocks_under("Tenants") if "ContextVar" in one))
