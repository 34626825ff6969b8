"""The block of the documentation, word for word."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from tests.others.page import blocks_of

tenant: ContextVar[str | None]
current: Callable[[], str | None]
exec(next(one for one in blocks_of("tenants") if "ContextVar" in one))
