"""Signs in with each USER_ID_FIELD, and prints what was answered. Run in a process of its own."""

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
user: Any = get_user_model().objects.create_user("ada@example.com", "pw")
client = APIClient()
said = {}
for field in (None, "id", "pk", user._meta.pk.name, "badge", "email"):
    with override_settings(SIGNET={} if field is None else {"USER_ID_FIELD": field}):
        answers: list[object] = [
            one.id for one in run_checks() if (one.id or "").startswith("signet.") and not one.is_silenced()
        ]
        for prefix in ("/core/", "/"):
            tokens = client.post(f"{prefix}token/", {"email": "ada@example.com", "password": "pw"}).data
            tokens |= client.post(f"{prefix}token/refresh/", {"refresh": tokens["refresh"]}).data
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
            answers.append(client.get("/me/").data)
        answers.append([one["current"] for one in client.get("/sessions/").data].count(True))
    said[str(field)] = answers
sys.stdout.write(json.dumps(said))
