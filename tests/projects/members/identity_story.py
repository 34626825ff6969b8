"""Such users sign in with a provider; prints what was answered, and what is written. Run in a process of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from rest_framework.test import APIClient

django.setup()
for database in ("primary", "replica"):
    call_command("migrate", database=database, run_syncdb=True, verbosity=0)
call_command("check")

from drf_signet.identities import known_identities, serializers, sign_in  # noqa: E402  # need the models
from drf_signet.identities.models import Identity  # noqa: E402
from tests.identities.stand_in import NAMES, StandIn, said  # noqa: E402

stand_in = StandIn()
vars(sign_in)["identity_of_code"] = stand_in.identity_of_code
for module in (known_identities, serializers):
    vars(module)["provider_names"] = lambda: NAMES
CLAIMS: dict[str, Any] = {"phone_number": "0123", "birthdate": "1815-12-10", "nickname": "Ada"}
client = APIClient()


def by_code(identity: Any, where: str = "token") -> Any:
    """The answer to a code."""
    body = {"code": stand_in.code_for(identity), "redirect_uri": "myapp://back", "code_verifier": "v" * 43}
    return client.post(f"/api/identities/{identity.provider}/{where}/", body, "json")


def arrive(provider: str = "google", subject: str = "1", email: str = "ada@example.com", **claims: Any) -> Any:
    """The answer."""
    return by_code(said(email, provider=provider, subject=subject, **{**CLAIMS, **claims}))


first = arrive()
told = [first.status_code, arrive().status_code]
taken = arrive(subject="2", email="eve@example.com", nickname="ADA", phone_number="0124")
told.append([taken.status_code, taken.json()["code"]])
client.credentials(HTTP_AUTHORIZATION=f"Bearer {first.json()['access']}")
hub = by_code(said(provider="hub"), "link")
told.append(hub.status_code)
told.extend(client.delete(f"/api/identities/{one.pk}/").status_code for one in Identity.objects.using("primary"))
told.append([one["provider"] for one in client.get("/api/identities/").json()])
(ada,) = get_user_model()._default_manager.using("primary").all()
row: Any = ada
written = [row.phone, row.email, row.nickname, row.born.isoformat(), row.has_usable_password()]
sys.stdout.write(json.dumps([told, written, Identity.objects.using("replica").count()]))
