"""A program: somebody signs in on two devices, refreshes on both, and signs out on one. What is answered, as JSON."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

sys.path.insert(0, str(Path.cwd()))
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core import mail  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

PERSON = {"username": "ada", "email": "ada@example.com", "password": "a tall ship and a star"}


class Device:
    """Keeps each refresh token that it was given, be it in a body or in a cookie."""

    def __init__(self):
        self.client, self.had, self.access, self.told = APIClient(), [], "", {}
        self.ask(settings.SIGN_IN, PERSON)
        if hasattr(settings, "SECOND_FACTOR"):
            code = mail.outbox[-1].subject.partition(":")[0]
            self.ask(settings.SECOND_FACTOR, {"code_token": self.told["token"], "code": code})

    def ask(self, path, body):
        """POST, and keep what comes."""
        header = {"Authorization": f"Bearer {self.access}"} if self.access and path == settings.SIGN_OUT else {}
        response = self.client.post(path, body, format="json", headers=header)
        self.told = told = json.loads(response.content) if response.content else {}
        cookies = [one.value for name, one in response.cookies.items() if "refresh" in name and one.value]
        self.had += [token for token in (told.get("refresh"), *cookies) if token and token not in self.had]
        self.access = told.get("access", self.access)
        return response.status_code

    def present(self, token):
        """Refresh with *token*, wherever it is looked for."""
        for name in [name for name in self.client.cookies if "refresh" in name]:
            self.client.cookies[name] = token
        return self.ask(settings.REFRESH, {"refresh": token})


call_command("check", stdout=io.StringIO(), stderr=io.StringIO())
call_command("migrate", run_syncdb=True, verbosity=0)
user = User.objects.create_user(**PERSON)
if django.apps.apps.is_installed("allauth.account"):
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
desk, phone = Device(), Device()
refreshed = [one.present(one.had[-1]) for one in (desk, phone)]
last = desk.had[-1]
out = desk.ask(settings.SIGN_OUT, {"refresh": last})
thief = Device()
sys.stdout.write(
    json.dumps(
        {
            "module": sys.modules["rest_framework_simplejwt"].__name__,
            "tokens": len(desk.had),
            "refreshed": refreshed,
            "out": out,
            "after": [thief.present(token) for token in desk.had],
            "phone": phone.present(phone.had[-1]),
        }
    )
)
