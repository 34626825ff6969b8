"""
The service with a hash that costs nothing, and with the view that every side has behind its authentication.

Where tables grow, users have more sessions than the service allows by itself.
"""

from __future__ import annotations

import os

from signet_server.settings import *  # noqa: F403
from signet_server.settings import SIGNET as OURS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "signet_urls"
if "SESSIONS_PER_USER" in os.environ:
    SIGNET = {**OURS, "SESSIONS_PER_USER": int(os.environ["SESSIONS_PER_USER"])}
