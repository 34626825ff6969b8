"""One session of such a user from sign-in to deletion; prints what was answered. Run in a process of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from rest_framework.test import APIClient

django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)
users: Any = get_user_model().objects
client = APIClient()
users.create_user("ada@example.com", "pw")
tokens = client.post("/token/", {"email": "ada@example.com", "password": "pw"}).data
for _ in range(3):
    tokens = client.post("/token/refresh/", {"refresh": tokens["refresh"]}).data
listed = client.get("/sessions/", HTTP_AUTHORIZATION=f"Bearer {tokens['access']}").data
person = users.get()
person.set_password("new")
person.save()
after_change = client.post("/token/refresh/", {"refresh": tokens["refresh"]}).data
person.delete()
after_deletion = client.post("/token/refresh/", {"refresh": tokens["refresh"]}).data
answers = [sorted(tokens), [one["current"] for one in listed], after_change["reason"], after_deletion["reason"]]
sys.stdout.write(json.dumps(answers))
