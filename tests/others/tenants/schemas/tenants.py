"""The block of the documentation, word for word."""

from __future__ import annotations

from collections.abc import Callable

from tests.others.page import blocks_under

current: Callable[[], str]
exec(next(one for one in blocks_under("Tenants") if "schema_name" in one))
