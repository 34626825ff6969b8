"""Other settings than the project's, for the length of a test or of a block."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import override_settings

from drf_signet.conf import NAME


def signet(**changes: object) -> Any:
    """A context manager, and a decorator, in which the dict ``SIGNET`` has *changes*."""
    return override_settings(SIGNET={**project_signet(), **changes})


def project_signet() -> dict[str, Any]:
    """The dict ``SIGNET`` that is in force."""
    return dict(getattr(settings, NAME))
