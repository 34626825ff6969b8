"""Settings of Simple JWT for the length of one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from rest_framework_simplejwt.settings import api_settings


@contextmanager
def override_api_settings(**overrides: object) -> Iterator[None]:
    """Every module that reads one of these settings from ``api_settings`` sees it changed."""
    with ExitStack() as stack:
        for name, value in overrides.items():
            stack.enter_context(mock.patch.object(api_settings, name, value))
        yield
