"""What authentication backends note on the request, which here is that of REST framework, for middlewares to see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def seen_by_middlewares(request: Any) -> Iterator[None]:
    """
    Note the same on Django's own request: such as that somebody is locked out, which a middleware answers.

    With Simple JWT, backends are given the request of REST framework, whose attributes no middleware sees.
    """
    before = dict(vars(request)) if hasattr(request, "_request") else None
    try:
        yield
    finally:
        if before is not None:
            for name, value in vars(request).items():
                if not name.startswith("_") and (name not in before or before[name] is not value):
                    setattr(request._request, name, value)  # noqa: SLF001  # as REST framework calls it
