"""A doctor signs in, refreshes and asks who they are at each kind of endpoint; prints the answers."""

from __future__ import annotations

import json
import sys

import django
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)

from drf_signet.tokens import AccessToken  # noqa: E402  # needs the settings
from tests.others.managers.models import Doctor  # noqa: E402

doctor = Doctor(email="ada@example.com")
doctor.set_password("pw")
doctor.save()
client = APIClient()
# W063 and W064 warn about endpoints of the core next to those of sessions.
ours = [one.id for one in run_checks() if (one.id or "").startswith("signet.")]
said: list[object] = [one for one in ours if one not in {"signet.W063", "signet.W064"}]
for prefix in ("/", "/core/"):
    tokens = client.post(f"{prefix}token/", {"email": "ada@example.com", "password": "pw"}).data
    for _ in range(2):
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
        claims = AccessToken(tokens["access"]).payload
        said.append([claims.get("role"), claims.get("ward"), client.get(f"{prefix}role/").data])
        tokens |= client.post(f"{prefix}token/refresh/", {"refresh": tokens["refresh"]}).data
said.append(client.get("/simplejwt/role/").data)
tokens = client.post("/token/", {"email": "ada@example.com", "password": "pw"}).data
with CaptureQueriesContext(connection) as queries:
    client.post("/token/refresh/", {"refresh": tokens["refresh"]})
said.append(len(queries))
sys.stdout.write(json.dumps(said))
