"""Simple JWT with rotation and its blacklist, as its documentation has it."""

from __future__ import annotations

from django_common import *  # noqa: F403
from django_common import INSTALLED_APPS as COMMON

INSTALLED_APPS = [*COMMON, "rest_framework_simplejwt", "rest_framework_simplejwt.token_blacklist"]
ROOT_URLCONF = "simple_jwt_urls"
SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
