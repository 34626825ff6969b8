"""
What a server does: sign-up, link, sign-in, refresh, a new password, sign-out. It is run by the code of a version before.

    PYTHONPATH=its/src python story.py DATABASE

It migrates nothing. It asks for no more than each version since the first with these apps has.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Final

import django
from django.conf import settings
from django.urls import include, path

PAGE: Final = "https://app.example.com/#{token}"
PASSWORD: Final = "correct-horse-battery"
APPS: Final = ("drf_signet.sessions", "drf_signet.accounts", "signet_server.users")
urlpatterns: list[Any] = []


def main() -> None:
    """Each answer has to be the usual one."""
    client = Client()
    api(client, 201, "users/", username="ada", email="ada@example.com", password=PASSWORD)
    (token,) = re.findall(r"#(\S+)", str(mail.outbox[0].body))
    api(client, 204, "users/activation/", token=token)
    pair = api(client, 200, "token/", username="ada", password=PASSWORD)
    pair = api(client, 200, "token/refresh/", refresh=pair["refresh"])
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {pair['access']}"
    api(client, 204, "users/reset_password/", email="ada@example.com")
    new = {"current_password": PASSWORD, "new_password": f"{PASSWORD}-2"}
    api(client, 204, "users/set_password/", **new)
    pair = api(Client(), 200, "token/", username="ada", password=f"{PASSWORD}-2")
    api(Client(), 204, "logout/", refresh=pair["refresh"])
    api(Client(), 401, "token/refresh/", refresh=pair["refresh"])
    assert Session.objects.count() == 2
    sys.stdout.write(django.apps.apps.get_app_config("signet_sessions").path)


def api(client: Any, status: int, place: str, **body: str) -> Any:
    """The body of the answer, which has *status*."""
    answer = client.post(f"/api/{place}", body, content_type="application/json")
    assert answer.status_code == status, (place, answer.status_code, answer.content)
    return json.loads(answer.content) if answer.content else None


if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="k" * 64,
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *APPS],
        DATABASES={"default": json.loads(sys.argv[1])},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        AUTH_USER_MODEL="users.User",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF="__main__",
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTAuthentication"],
        },
        SIGNET={
            "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once",
            "ACTIVATION_URL": PAGE,
            "PASSWORD_RESET_URL": PAGE,
            "EMAIL_CHANGE_URL": PAGE,
        },
    )
    django.setup()

    from django.core import mail
    from django.test import Client

    from drf_signet.sessions.models import Session

    mail.outbox = []
    urlpatterns += [
        path("api/", include("drf_signet.sessions.urls")),
        path("api/", include("drf_signet.accounts.urls")),
    ]
    main()
