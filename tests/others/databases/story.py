"""Stories on databases that are behind; prints what was answered. Run in a process of its own."""

from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta
from typing import Any

import django
from django.core import checks, mail
from django.core.management import call_command
from django.test import override_settings

django.setup()
logging.disable()

from django.contrib.auth.models import User  # noqa: E402  # needs the apps
from rest_framework.test import APIClient  # noqa: E402

from drf_signet.accounts.models import EmailAddress, PendingSignUp  # noqa: E402
from drf_signet.accounts.testing import token_in  # noqa: E402
from drf_signet.sessions.ending import end_all  # noqa: E402
from drf_signet.sessions.models import Session  # noqa: E402
from drf_signet.tokens import RefreshToken  # noqa: E402

ROUTERS = "tests.others.databases.routers"
PASSWORD, NEW = "correct-horse-battery", "another-horse-battery"
ADA = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}


def client() -> APIClient:
    """One that sees a 500."""
    return APIClient(raise_request_exception=False)


def sign_in(name: str, password: str) -> tuple[Any, APIClient]:
    """The answer, and a client with the token."""
    one = client()
    answer = one.post("/token/", {"username": name, "password": password}, "json")
    if answer.status_code == 200:
        one.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    return answer, one


def last_token() -> str:
    """That of the last mail, which is forgotten."""
    return token_in(mail.outbox.pop()) if mail.outbox else "none"


def whole_story(name: str = "ada@example.com") -> list[Any]:
    """The life of an account, of which the replica never hears; it signs in as *name*."""
    mail.outbox = []
    for model in (PendingSignUp, User):
        model._default_manager.using("default").all().delete()
    api = client()
    told: list[Any] = [("sign up", api.post("/users/", ADA, "json").status_code, len(mail.outbox))]
    other = {**ADA, "username": "other"}
    told.append(("sign up again", api.post("/users/", other, "json").status_code, len(mail.outbox)))
    last_token()
    token = {"token": last_token()}
    told += [("activate", api.post("/users/activation/", token, "json").status_code) for _ in range(2)]
    told.append(("taken", api.post("/users/", {**ADA, "email": "new@example.com"}, "json").status_code))
    answer, ada = sign_in(name, PASSWORD)
    told.append(("sign in", answer.status_code))
    told.append(("me", ada.get("/users/me/").json()["email_verified"]))
    told.append(("rename", ada.patch("/users/me/", {"first_name": "Ada"}, "json").status_code))
    told.append(("me", ada.get("/users/me/").json()["first_name"]))
    told.append(("core", ada.get("/who/").json()))
    body = {"current_password": PASSWORD, "new_password": NEW}
    told.append(("password", ada.post("/users/set_password/", body, "json").status_code))
    mail.outbox.clear()
    told.append(("ask", api.post("/users/reset_password/", {"email": ADA["email"]}, "json").status_code))
    reset = {"token": last_token(), "new_password": PASSWORD}
    told.append(("reset", api.post("/users/reset_password_confirm/", reset, "json").status_code))
    answer, ada = sign_in("ada", PASSWORD)
    told.append(("sign in", answer.status_code))
    refresh = {"refresh": answer.json()["refresh"]}
    told.append(("refresh", ada.post("/token/refresh/", refresh, "json").status_code))
    change = {"current_password": PASSWORD, "new_email": "new@example.com"}
    told.append(("address", ada.post("/users/set_email/", change, "json").status_code))
    told.append(("confirm", api.post("/users/set_email_confirm/", {"token": last_token()}, "json").status_code))
    told.append(("delete", ada.delete("/users/me/", {"current_password": PASSWORD}, "json").status_code))
    left = (User.objects.using("default"), EmailAddress.objects.using("default"))
    told.append(("left", [one.count() for one in left]))
    return told


def stale_user(**changes: Any) -> Any:
    """A user whom the replica knows as they were before *changes*."""
    User.objects.using("default").all().delete()
    User.objects.using("replica").all().delete()
    ada = User(username="ada", email="ada@example.com")
    ada.set_password(PASSWORD)
    ada.save(using="default")
    ada.save(using="replica", force_insert=True)
    EmailAddress.objects.using("default").create(pk=ada.pk, address=ada.email, verified_at=ada.date_joined)
    for name, value in changes.items():
        setattr(ada, name, value)
    ada.save(using="default")
    return User.objects.using("default").get(pk=ada.pk)


def stale_stories() -> list[Any]:
    """What the replica still takes for true."""
    told: list[Any] = []
    ada = stale_user(is_active=False)
    told.append(("banned", sign_in("ada", PASSWORD)[0].status_code))
    ada = stale_user()
    refresh = str(RefreshToken.for_user(ada))
    told.append(("sign in", sign_in("ada", PASSWORD)[0].status_code))
    User.objects.using("default").filter(pk=ada.pk).update(is_active=False)
    answer = client().post("/core/token/refresh/", {"refresh": refresh}, "json")
    told.append(("refresh of who is banned", answer.status_code))
    ada = stale_user()
    ada.set_password(NEW)
    ada.save(using="default")
    told.append(("old password", sign_in("ada", PASSWORD)[0].status_code))
    ada = stale_user()
    answer, one = sign_in("ada", PASSWORD)
    told.append(("sign in", answer.status_code, one.get("/users/me/").status_code))
    read_there = User.objects.using("replica").get(pk=ada.pk)
    told.append(("end all", end_all(read_there), end_all(read_there)))
    told.append(("sessions", [Session.objects.using(alias).count() > 0 for alias in ("default", "replica")]))
    return told


def named_story() -> list[Any]:
    """What a command does that names the database, as ``createsuperuser --database`` does: nobody is served."""
    ada = User.objects.db_manager("replica").create_superuser("root", "root@example.com", PASSWORD)
    times = dict.fromkeys(("created_at", "rotated_at"), ada.date_joined)
    times |= dict.fromkeys(("token_expires_at", "expires_at"), ada.date_joined + timedelta(days=1))
    Session.objects.using("replica").create(user_id=ada.pk, auth_hash="-", **times)
    ada.is_active = False
    ada.save(using="replica")
    ended = Session.objects.using("replica").get(user=ada.pk).revoke_reason
    ada.delete(using="replica")
    return [ended, User.objects.using("replica").filter(username="root").exists()]


def said() -> dict[str, list[str]]:
    """What the checks say of each router."""
    found = {}
    beside = ("AllWithUsers", "MailsApart", "OneByTwoNames", "PrimaryReplicaRouter", "ByRequestAlone")
    for name in ("Replica", "UsersApart", *beside):
        with override_settings(DATABASE_ROUTERS=[f"{ROUTERS}.{name}"]):
            found[name] = sorted(f"{one.id} {one.msg}" for one in checks.run_checks() if "03" in str(one.id))
    return found


for database in ("default", "replica"):
    call_command("migrate", database=database, run_syncdb=True, verbosity=0)
ours = "drf_signet.accounts.backends.EmailBackend"
with override_settings(AUTHENTICATION_BACKENDS=[ours]):
    whole = whole_story()
stale = {"Replica": stale_stories()}
with override_settings(DATABASE_ROUTERS=[f"{ROUTERS}.PrimaryReplicaRouter"]):
    page = whole_story("ada")
with override_settings(DATABASE_ROUTERS=[f"{ROUTERS}.ReadsAlone"]):
    stale["ReadsAlone"] = stale_stories()
with override_settings(DATABASE_ROUTERS=[f"{ROUTERS}.ByRequestAlone"]):
    named = named_story()
sys.stdout.write(json.dumps({"whole": whole, "page": page, "stale": stale, "named": named, "said": said()}))
