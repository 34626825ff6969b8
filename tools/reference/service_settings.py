"""The settings of the service whose answers the reference shows: as in production, with everything in memory."""

from __future__ import annotations

import logging
import os

os.environ.update(
    SECRET_KEY="a-secret-key-for-examples-that-is-long-enough-for-every-hash-that-signs-with-it",
    SIGNING_KEY="another-key-for-examples-that-is-long-enough-for-every-hash-that-signs-with-it",
    ALLOWED_HOSTS="auth.example.com",
    DATABASE_URL="sqlite:///:memory:",
    REDIS_URL="",
    EMAIL_URL="console:",
    EMAIL_FROM="signet@example.com",
    PUBLIC_URL="https://auth.example.com",
    NUM_PROXIES="0",
    ADMIN="1",
    AUDIENCE="signet",
    SIGNET_DEMO="0",
    ROTATE_REFRESH_TOKENS="1",
    ARGON2="",
)

from signet_server.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING["handlers"]["console"]["level"] = logging.CRITICAL  # type: ignore[index]  # noqa: F405
INSTALLED_APPS += [  # noqa: F405
    "drf_signet_compat.simplejwt.token_blacklist",
    "drf_signet_compat.simplejwt.adoption",
    "drf_signet_compat.drf_jwt.v1_19",
    "drf_signet_compat.drf_jwt.v1_19.blacklist",
]
SILENCED_SYSTEM_CHECKS += ["drf_spectacular.W001"]  # noqa: F405  # of the tiers that come from elsewhere


class FromTheModels(dict[str, None]):
    """Makes the tables of every app from its models, which takes no time."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


MIGRATION_MODULES = FromTheModels()
