"""The project with accounts, in which nobody needs a password."""

from __future__ import annotations

from tests.projects.accounts.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "drf_signet.identities", "drf_signet.mailed_codes"]  # noqa: F405
ROOT_URLCONF = "tests.projects.identities.urls"
SIGNET = {
    **SIGNET,  # noqa: F405
    "PROVIDER_RETURN_URL": "https://app.example.com/back",
    "SIGN_IN_CODE_URL": "https://app.example.com/sign-in#{token}",
}
