"""The project that the type checker looks at: everything of the library is installed."""

from __future__ import annotations

from tests.projects.full.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "drf_signet.accounts", "drf_signet.identities", "drf_signet.mailed_codes"]  # noqa: F405
