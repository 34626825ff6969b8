"""REST framework imports its defaults while it imports its views: what a project names there must not need them."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest

AUTHENTICATION: Final = (
    "drf_signet.authentication.JWTAuthentication",
    "drf_signet.authentication.JWTStatelessUserAuthentication",
    "drf_signet.sessions.authentication.JWTAuthentication",
    "drf_signet.sessions.authentication.JWTStatelessUserAuthentication",
    "drf_signet_compat.simplejwt.authentication.JWTAuthentication",
    "drf_signet_compat.simplejwt.authentication.JWTStatelessUserAuthentication",
    "drf_signet_compat.simplejwt.adoption.authentication.JWTAuthentication",
    "drf_signet_compat.simplejwt.adoption.authentication.JWTStatelessUserAuthentication",
    "drf_signet_compat.drf_jwt.authentication.JSONWebTokenAuthentication",
    "drf_signet_compat.drf_jwt.v1_19.authentication.JSONWebTokenAuthentication",
)
PERMISSIONS: Final = (
    "drf_signet.sessions.permissions.RecentSignIn",
    "drf_signet.sessions.browser.permissions.TrustedOrigin",
    "drf_signet_compat.drf_jwt.v1_19.permissions.IsSuperUser",
    "drf_signet_compat.drf_jwt.v1_19.blacklist.permissions.IsNotBlacklisted",
)
SCRIPT: Final = """
import os
import sys
import traceback

import django
from django.conf import settings

apps = ["auth", "contenttypes"]
settings.configure(
    SECRET_KEY="a-secret-key-of-more-than-sixty-four-characters-for-a-project-of-nobody",
    INSTALLED_APPS=[
        *(f"django.contrib.{one}" for one in apps),
        *("rest_framework", "drf_signet", "drf_signet.sessions", "drf_signet_compat.drf_jwt.v1_19.blacklist"),
    ],
)
django.setup()
assert "rest_framework.views" not in sys.modules
for path in sys.argv[2:]:
    child = os.fork()
    if not child:
        settings.REST_FRAMEWORK = {sys.argv[1]: [path]}
        try:
            import rest_framework.views
        except ImportError:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(path)
"""


@pytest.mark.parametrize(
    ("setting", "paths"),
    [("DEFAULT_AUTHENTICATION_CLASSES", AUTHENTICATION), ("DEFAULT_PERMISSION_CLASSES", PERMISSIONS)],
)
def test_each_can_be_a_default(setting: str, paths: tuple[str, ...]) -> None:
    """For every view of a project. Each is tried in a process in which nothing has imported the views yet."""
    command = [sys.executable, "-W", "error", "-c", SCRIPT, setting, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
