"""As little as the core and sessions need. The environment says which user model it is."""

from __future__ import annotations

import os

from tests.projects.persons.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "tests.projects.keys",
]
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
AUTH_USER_MODEL = os.environ["USER_MODEL"]
ROOT_URLCONF = "tests.projects.keys.urls"
# It has the endpoints of the core beside those of sessions, to try both.
SILENCED_SYSTEM_CHECKS = ["signet.W063", "signet.W064"]
