"""The settings of the service, one of whose promises is broken: see `mutants`."""

from __future__ import annotations

from signet_server import settings as service
from signet_server.settings import *  # noqa: F403

INSTALLED_APPS = [*service.INSTALLED_APPS, "tests.history.mutants.Mutated"]
