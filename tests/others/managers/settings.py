"""Sessions, and a user model of django-polymorphic."""

from __future__ import annotations

from tests.projects.persons.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "polymorphic",
    "drf_signet.sessions",
    "tests.others.managers",
]
AUTH_USER_MODEL = "managers.Person"
ROOT_URLCONF = "tests.others.managers.urls"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SIGNET = {"GET_CLAIMS": "tests.others.managers.models.role_of"}
SIMPLE_JWT: dict[str, object] = {}
