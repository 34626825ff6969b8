"""Sign-ups of such users; prints what was answered, and what is written. Run in a process of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from rest_framework.test import APIClient

django.setup()
for database in ("primary", "replica"):
    call_command("migrate", database=database, run_syncdb=True, verbosity=0)
call_command("check")

from drf_signet.accounts.testing import token_in  # noqa: E402  # needs the models

Member: Any = get_user_model()
Team: Any = Member._meta.get_field("team").related_model
team = Team._default_manager.create(name="Reds")
client = APIClient()
ADA = {"phone": "0123", "email": "ada@example.com", "nickname": "Ada", "born": "1815-12-10"}
PASSWORD = {"password": "correct-horse-battery"}


def sign_up(**changes: Any) -> Any:
    """The answer."""
    return client.post("/users/", {**ADA, "team": team.pk, **PASSWORD, **changes}, "json")


def summary(answer: Any) -> list[Any]:
    """The status, and which fields are wrong, or the code."""
    body = answer.json() if answer.content else {}
    fields = sorted(set(body) - {"detail", "code"})
    return [answer.status_code, fields or body.get("code") or []]


told = [summary(sign_up())]
tokens = [token_in(mail.outbox[-1])]
told.append(summary(client.post("/token/", {"phone": "0123", **PASSWORD}, "json")))
told.append(summary(sign_up(email="new@example.com", nickname="New")))
told.append(summary(sign_up(phone="0124", nickname="ADA")))
tokens.append(token_in(mail.outbox[-1]))
told.extend(summary(client.post("/users/activation/", {"token": token}, "json")) for token in (*tokens, tokens[0]))
told.append(summary(sign_up(phone="0125", email="new@example.com", nickname="aDA")))
told.append(summary(client.post("/token/", {"phone": "0123", **PASSWORD}, "json"))[:1])
(ada,) = Member.objects.all()
row = [ada.phone, ada.email, ada.nickname, ada.born.isoformat(), ada.team == team, ada.locker.pk == 1]
sys.stdout.write(json.dumps([told, row, ada.check_password(PASSWORD["password"])]))
