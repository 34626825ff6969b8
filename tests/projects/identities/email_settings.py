"""The same project with the user model people.EmailUser."""

from __future__ import annotations

from tests.projects.identities.settings import *  # noqa: F403

AUTH_USER_MODEL = "people.EmailUser"
