"""The settings of the service, as the tests run them: from an environment of their own."""

from __future__ import annotations

import os

os.environ["SECRET_KEY"] = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
os.environ["SIGNING_KEY"] = "another-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1"
os.environ["EMAIL_URL"] = "console:"
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from signet_server.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# As pytest's plugins for parallel runs know it of Django's own backend alone.
DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
