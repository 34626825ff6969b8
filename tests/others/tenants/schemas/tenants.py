"""The block of the documentation, word for word."""

from __future__ import annotations

from collections.abc import Callable

from tests.others.page import blocks_of

current: Callable[[], str]
exec(next(one for one in blocks_of("tenants") if "schema_name" in one))
