"""A session of each of these users, and what was answered to it. Run in a process of its own for each model."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import override_settings
from rest_framework.test import APIClient

django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)
model: Any = get_user_model()
client = APIClient()


def signed_in() -> Any:
    """The tokens."""
    answer = client.post("/token/", {"name": "ada", "password": "pw"})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.data['access']}")
    return answer


def answers() -> list[int]:
    """Sign-in, two refreshes, the list of devices, verification, and signing out. Raises what would be a 500."""
    tokens = first = signed_in()
    said = [first.status_code]
    for _ in range(2):
        tokens = client.post("/token/refresh/", {"refresh": tokens.data["refresh"]})
        said.append(tokens.status_code)
    requests: list[tuple[str, str, Any]] = [
        ("get", "/sessions/", None),
        ("post", "/token/verify/", {"token": tokens.data["access"]}),
        ("post", "/logout/", {"refresh": tokens.data["refresh"]}),
        ("post", "/token/verify/", {"token": tokens.data["access"]}),
    ]
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.data['access']}")
    return [*said, *(getattr(client, method)(path, data).status_code for method, path, data in requests)]


from drf_signet.sessions.models import Session  # noqa: E402  # needs the models

user = model._default_manager.create_user("ada")
checks = [one.id for one in run_checks() if (one.id or "").startswith("signet.")]
said = [answers()]
with override_settings(SIGNET={"CHECK_REVOKE_TOKEN": True, "UPDATE_LAST_LOGIN": True}):
    said.append(answers())
tokens = signed_in().data
# Saved under the model itself, where the user model is a proxy of it.
model._meta.concrete_model._default_manager.get(pk=user.pk).delete()
refused = client.post("/token/refresh/", {"refresh": tokens["refresh"]})
reasons = [one.data["reason"] for one in (refused, client.post("/token/verify/", {"token": tokens["access"]}))]
ended = list(Session.objects.values_list("revoke_reason", flat=True).order_by("created_at"))
sys.stdout.write(json.dumps([checks, *said, reasons, ended]))
