"""The addresses at the root of a host, and nothing else."""

from __future__ import annotations

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def at_the_root(settings: LazySettings) -> None:
    """As a project mounts them."""
    settings.ROOT_URLCONF = "drf_signet.well_known.urls"
