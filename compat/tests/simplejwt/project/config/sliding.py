"""The project with sliding tokens beside pairs that rotate, and with the older scheme ``JWT`` in the header."""

from __future__ import annotations

from datetime import timedelta

from config.settings import *  # noqa: F403

ROOT_URLCONF = "config.sliding_urls"

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": True,
    "AUTH_HEADER_TYPES": ["JWT", "Bearer"],
    "AUTH_TOKEN_CLASSES": (
        "rest_framework_simplejwt.tokens.AccessToken",
        "rest_framework_simplejwt.tokens.SlidingToken",
    ),
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "refreshable_until",
    "SLIDING_TOKEN_LIFETIME": timedelta(minutes=30),
    "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=7),
    "SLIDING_TOKEN_OBTAIN_SERIALIZER": "notes.serializers.MyTokenObtainSlidingSerializer",
}
