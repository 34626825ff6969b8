"""
The project that is asked: password hasher, sign-in backend and mail dispatcher are those of the service.

`bench` has set up a project already, without accounts; this puts them in, and exchanges the rest.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.test import override_settings

from drf_signet.rates import USUAL_RATES

HASHER: Final = "django.contrib.auth.hashers.Argon2PasswordHasher"
SITE: Final = "https://app.example.com"


def accounts() -> Any:
    """Settings to be put in force with ``enable``."""
    return override_settings(
        INSTALLED_APPS=[*settings.INSTALLED_APPS, "drf_signet.accounts", "drf_signet.mailed_codes"],
        ROOT_URLCONF="bench.accounts.urls",
        AUTHENTICATION_BACKENDS=["drf_signet.accounts.backends.EmailBackend"],
        PASSWORD_HASHERS=[HASHER],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        AUTH_PASSWORD_VALIDATORS=[
            {"NAME": f"django.contrib.auth.password_validation.{name}"}
            for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
        ],
        REST_FRAMEWORK={"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]},
        SIGNET={
            "ACTIVATION_URL": f"{SITE}/activate#{{token}}",
            "PASSWORD_RESET_URL": f"{SITE}/reset#{{token}}",
            "EMAIL_CHANGE_URL": f"{SITE}/confirm#{{token}}",
            "SIGN_IN_CODE_URL": f"{SITE}/sign-in#{{token}}",
            "THROTTLE_RATES": dict.fromkeys(USUAL_RATES),
        },
    )
