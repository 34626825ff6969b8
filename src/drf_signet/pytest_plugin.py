"""
Fixtures for pytest, which finds them by itself: ``signet_throttles_off`` and ``signet_throttles_on``.

pytest loads this module wherever the package is installed, also for projects that don't use Django, or before it is set
up. So it imports neither Django nor anything that does, until a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pkgutil import resolve_name

import pytest

__all__ = ["signet_throttles_off", "signet_throttles_on"]


@pytest.fixture
def signet_throttles_off(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing is throttled in this test, unless it asks for ``signet_throttles_on`` as well."""
    if "signet_throttles_on" in request.fixturenames:
        yield
        return
    with _in_testing("throttles_off"):
        yield


@pytest.fixture
def signet_throttles_on() -> Iterator[None]:
    """The test is throttled as SIGNET says, and counted from nothing."""
    with _in_testing("throttles_on"):
        yield


def _in_testing(name: str) -> AbstractContextManager[None]:
    manager: AbstractContextManager[None] = resolve_name(f"drf_signet.testing:{name}")()
    return manager
