"""A project with Signet alone, as README sets it up: no detour of a setting is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, include, path

TIERS: Final[Mapping[str, str]] = {
    "core": "drf_signet.urls",
    "sessions": "drf_signet.sessions.urls",
    "browser": "drf_signet.sessions.browser.urls",
}
"""The tiers, and the module with the addresses of each."""

CREDENTIALS: Final = {"username": "ada", "password": "the analytical engine"}
WARM: Final = 5
"""Requests until everything that is made once has been made."""


def set_up() -> None:
    """Make the project, its tables and its user."""
    urls: Any = ModuleType("tools.hops.urls")
    settings.configure(
        SECRET_KEY="a-secret-key-for-the-count-long-enough-for-the-hash-that-signs-with-it",
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "drf_signet", "drf_signet.sessions"],
        ROOT_URLCONF=urls,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # In a window that has just begun, the one before is looked at, too. Of a day, that is over at once.
        SIGNET={"THROTTLE_RATES": {"refresh_ip": "99999999/d", "refresh_session": "99999999/d"}},
        REST_FRAMEWORK={"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]},
        USE_TZ=True,
    )
    django.setup()
    urls.urlpatterns = _patterns()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User  # noqa: PLC0415  # there are no models before

    User.objects.create_user(**CREDENTIALS)


def refreshing(tier: str) -> Callable[[], None]:
    """A function that refreshes once, by the endpoint of *tier*: a process that is warm calls it."""
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    answer = _post(client, f"{tier}/{_path_of(tier)}token/", CREDENTIALS)

    def act() -> None:
        answer.update(_post(client, f"{tier}/{_path_of(tier)}token/refresh/", {"refresh": answer.get("refresh")}))

    for _ in range(WARM):
        act()
    return act


def _patterns() -> list[URLPattern | URLResolver]:
    return [path(f"{tier}/", include(module)) for tier, module in TIERS.items()]


def _path_of(tier: str) -> str:
    return "browser/" if tier == "browser" else ""


def _post(client: Client, where: str, body: Mapping[str, object]) -> dict[str, Any]:
    response = client.post(f"/{where}", body, content_type="application/json", secure=True)
    if response.status_code != 200:
        raise RuntimeError(f"{where}: {response.status_code} {response.content!r}")
    found: dict[str, Any] = response.json()
    return found
