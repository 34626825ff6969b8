"""The Django project: settings, URLs, views and users."""

# mypy: ignore-errors

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final

import django
from django.conf import settings

SECRET: Final = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
PASSWORD: Final = "correct-horse-battery"


def set_up(dialect: str, group: dict[str, Any]) -> None:
    """Configure Django for *dialect* with the settings of *group*, with a database and its users."""
    is_fork = dialect == "1.19"
    settings.configure(
        **{
            "SECRET_KEY": SECRET,
            "ALLOWED_HOSTS": ["testserver"],
            "INSTALLED_APPS": [
                "django.contrib.auth",
                "django.contrib.contenttypes",
                "rest_framework",
                *(["rest_framework_jwt", "rest_framework_jwt.blacklist"] if is_fork else []),
            ],
            "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
            "CSRF_TRUSTED_ORIGINS": ["https://friend.example"],
            "ROOT_URLCONF": "old_project_urls",
            "USE_TZ": True,
            "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
            "LOGGING_CONFIG": None,
            "REST_FRAMEWORK": {
                "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_jwt.authentication.JSONWebTokenAuthentication"],
            },
            **group,
        }
    )
    django.setup()
    _add_urls(is_fork=is_fork)
    _add_users()


def _add_urls(*, is_fork: bool) -> None:
    from django.urls import include, path
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.response import Response
    from rest_framework.routers import SimpleRouter
    from rest_framework.views import APIView
    from rest_framework_jwt import views

    class Me(APIView):
        """Names the user who sends the request."""

        permission_classes = (IsAuthenticated,)

        def get(self, request: Any) -> Response:
            """The user's name."""
            return Response({"username": request.user.username})

        post = get

    urls: Any = ModuleType("old_project_urls")
    urls.urlpatterns = [
        path("auth/", views.obtain_jwt_token),
        path("refresh/", views.refresh_jwt_token),
        path("verify/", views.verify_jwt_token),
        path("me/", Me.as_view()),
    ]
    if is_fork:
        from rest_framework_jwt.blacklist.permissions import IsNotBlacklisted
        from rest_framework_jwt.blacklist.views import BlacklistView

        router = SimpleRouter()
        router.register("blacklist", BlacklistView, "blacklist")
        urls.urlpatterns += [
            path("impersonate/", views.impersonate_jwt_token),
            path("open/", Me.as_view(permission_classes=[IsNotBlacklisted])),
            path("", include(router.urls)),
        ]
    sys.modules["old_project_urls"] = urls


def _add_users() -> None:
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name in ("ada", "bob", "disabled", "root"):
        user = User(username=name, email=f"{name}@example.com", is_active=name != "disabled")
        # The same in each process, as users' secrets are derived from it.
        user.password = make_password(PASSWORD, salt="ASaltThatIsLongEnoughToStay")
        user.save()
    User.objects.filter(username="root").update(is_superuser=True)
