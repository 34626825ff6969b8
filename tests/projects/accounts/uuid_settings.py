"""The same project with the user model people.UuidUser."""

from __future__ import annotations

from tests.projects.accounts.settings import *  # noqa: F403

AUTH_USER_MODEL = "people.UuidUser"
