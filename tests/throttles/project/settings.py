"""Its settings, from the environment. THROTTLES_CACHE_URL is that of a Redis server."""

from __future__ import annotations

import os

from tests.races.project.settings import *  # noqa: F403
from tests.races.project.settings import SIGNET as UNLIMITED

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["THROTTLES_CACHE_URL"]}
}
SIGNET = {name: value for name, value in UNLIMITED.items() if name != "THROTTLE_RATES"}
