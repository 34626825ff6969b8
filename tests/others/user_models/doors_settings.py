"""The same project, in which nobody needs a password."""

from __future__ import annotations

from tests.others.user_models.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "drf_signet.identities", "drf_signet.mailed_codes"]  # noqa: F405
MIGRATION_MODULES = {**MIGRATION_MODULES, **dict.fromkeys(("signet_identities", "signet_mailed_codes"))}  # noqa: F405
ROOT_URLCONF = "tests.others.user_models.doors_urls"
STORY = "tests.others.user_models.doors"
SIGNET = {
    **SIGNET,  # noqa: F405
    "PROVIDERS": {"google": {"client_id": "ours", "client_secret": "a-secret-of-ours"}},
    "SIGN_IN_CODE_SIGN_UP": True,
}
