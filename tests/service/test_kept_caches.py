"""A worker makes its cache once, not for each request."""

from __future__ import annotations

from contextvars import Context, copy_context

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache

from signet_server.http_server.kept_caches import make_caches


def of_two_requests(*, after_making: bool) -> tuple[BaseCache, BaseCache]:
    """The caches that two requests get. Each has a copy of the context of its worker."""

    def work() -> tuple[BaseCache, BaseCache]:
        if after_making:
            make_caches()
        one, other = (copy_context().run(lambda: caches["default"]) for _ in range(2))
        return one, other

    return Context().run(work)


def test_all_requests_have_the_same_cache() -> None:
    """With its connections."""
    one, other = of_two_requests(after_making=True)
    assert one is other


def test_django_would_make_one_for_each() -> None:
    """When this fails, what is tested above is no longer needed."""
    one, other = of_two_requests(after_making=False)
    assert one is not other
