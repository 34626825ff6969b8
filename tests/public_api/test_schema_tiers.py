"""One import describes a tier and those below it."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import django
django.setup()
import drf_signet.identities.schema
from drf_spectacular.extensions import OpenApiViewExtension
for extension in OpenApiViewExtension._registry:
    print(extension.target_class)
"""


def test_the_schema_of_identities_brings_those_of_all_others() -> None:
    """Views of every tier are described."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.projects.identities.settings"}
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    for tier in ("drf_signet", "drf_signet.sessions", "drf_signet.sessions.browser"):
        assert f"{tier}.views.TokenObtainPairView\n" in told
    assert "drf_signet.accounts.views.SignUpView\n" in told
    assert "drf_signet.identities.browser.views.ProviderCallbackView\n" in told
