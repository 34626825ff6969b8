"""The same project, in which members come from another site."""

from __future__ import annotations

from tests.projects.members.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "drf_signet.identities"]  # noqa: F405
ROOT_URLCONF = "tests.projects.members.identity_urls"
SIGNET = {**SIGNET, "PROVIDER_USER_FIELDS": "tests.projects.members.identity_fields.fields_of"}  # noqa: F405
DATABASE_ROUTERS = ["tests.projects.members.identity_routers.Router"]
