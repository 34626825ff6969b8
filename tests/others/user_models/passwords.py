"""Users without a usable password, in three projects; prints what was answered. Run in a process of its own."""

from __future__ import annotations

import json
import logging
import sys
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

django.setup()
logging.disable()

from django.contrib.auth import get_user_model  # noqa: E402  # needs the apps
from rest_framework.test import APIClient  # noqa: E402

from drf_signet.accounts.email_addresses import is_verified, verify_address  # noqa: E402
from drf_signet.accounts.external_passwords import are_passwords_elsewhere  # noqa: E402
from drf_signet.accounts.testing import token_in  # noqa: E402
from drf_signet.sessions.tokens import RefreshToken  # noqa: E402
from tests.others.page import blocks_of  # noqa: E402
from tests.others.user_models import backends  # noqa: E402
from tests.others.user_models.backends import DIRECTORY  # noqa: E402

BACKENDS = "tests.others.user_models.backends"
DJANGOS = "django.contrib.auth.backends.ModelBackend"
NEW = "another-horse-battery"


def story(password: str) -> list[Any]:
    """What a user without a usable password is answered; *password* is the one elsewhere, or the first one."""
    model: Any = get_user_model()
    model._base_manager.all().delete()
    ada = model(username="ada", email="ada@example.com", first_name="Ada")
    ada.set_unusable_password()
    ada.save()
    verify_address(ada, timezone.now())
    api = APIClient(raise_request_exception=False)
    refresh = RefreshToken.for_user(ada)
    # Too long ago to confirm anything.
    refresh["auth_time"] = 1
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {refresh.access_token}")
    told: list[Any] = []

    def tell(step: str, method: str, path: str, body: dict[str, str]) -> Any:
        answer = getattr(api, method)(path, body, "json")
        told.append([step, answer.status_code, answer.json() if answer.status_code == 400 else None])
        return answer

    mail.outbox = []
    tell("wrong", "delete", "/users/me/", {"current_password": "wrong"})
    tell("ask for a link", "post", "/users/reset_password/", {"email": ada.email})
    told.append([one.subject for one in mail.outbox])
    message = mail.outbox.pop()
    if "https://" in str(message.body):
        tell("reset", "post", "/users/reset_password_confirm/", {"token": token_in(message), "new_password": password})
    answer = api.post("/token/", {"username": "ada", "password": password}, "json")
    told.append(["sign in", answer.status_code, None])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json().get('access')}")
    right = {"current_password": password}
    tell("password", "post", "/users/set_password/", {**right, "new_password": NEW})
    ada = model._base_manager.get()
    right = {"current_password": NEW if ada.has_usable_password() else password}
    mail.outbox.clear()
    tell("address", "post", "/users/set_email/", {**right, "new_email": "new@example.com"})
    tell("confirm", "post", "/users/set_email_confirm/", {"token": token_in(mail.outbox[-1])})
    tell("delete", "delete", "/users/me/", right)
    return told


def story_of_the_page() -> dict[str, Any]:
    """What users of a directory are answered at their first sign-in; the second has the address of the first."""
    # In the place of django-auth-ldap.
    sys.modules["django_auth_ldap"] = ModuleType("django_auth_ldap")
    sys.modules["django_auth_ldap.backend"] = backend = ModuleType("django_auth_ldap.backend")
    vars(backend)["LDAPBackend"] = backends.DirectoryBackend
    (block,) = (one for one in blocks_of("ldap") if "LDAPBackend" in one)
    exec(block, vars(backend))
    model: Any = get_user_model()
    model._base_manager.all().delete()
    told: dict[str, Any] = {}
    with override_settings(AUTHENTICATION_BACKENDS=["django_auth_ldap.backend.DirectoryBackend", DJANGOS]):
        for (name, password), address in zip(DIRECTORY.items(), ["ada@example.com", "Ada@example.com"], strict=True):
            user = model._base_manager.create(username=name, email=address, password="!")
            answer = APIClient().post("/token/", {"username": name, "password": password}, "json")
            told[name] = [answer.status_code, is_verified(user)]
        told["elsewhere"] = are_passwords_elsewhere()
    return told


call_command("migrate", run_syncdb=True, verbosity=0)
answers: dict[str, Any] = {"the page": story_of_the_page()}
for name in ("DirectoryBackend", "PassingBackend"):
    with override_settings(AUTHENTICATION_BACKENDS=[f"{BACKENDS}.{name}", DJANGOS]):
        answers[name] = story(DIRECTORY["ada"])
with override_settings(AUTHENTICATION_BACKENDS=[DJANGOS, f"{BACKENDS}.LinkBackend"]):
    answers["LinkBackend"] = story("first-horse-battery")
with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "axes"]):
    for name in ("AxesStandaloneBackend", "AxesBackend"):
        with override_settings(AUTHENTICATION_BACKENDS=[f"axes.backends.{name}", DJANGOS]):
            answers[name] = are_passwords_elsewhere()
sys.stdout.write(json.dumps(answers))
