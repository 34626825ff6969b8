"""Which clocks move the drop-in, and which times say where they are: those that do with Simple JWT."""

from __future__ import annotations

import json
from typing import Any, Final

from compat.tests.simplejwt.processes import python

REAL: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"

SEEN: Final = """
import importlib, json, os, sys, time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from unittest import mock
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.site.settings"
from django.conf import settings
settings.TIME_ZONE = "America/New_York"
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings
root = os.environ["SIMPLE_JWT_NAME"]
tokens, utils, serializers = (importlib.import_module(f"{root}.{one}") for one in ("tokens", "utils", "serializers"))
models = importlib.import_module(root + ".token_blacklist.models")
call_command("migrate", verbosity=0)
user = User.objects.create_user("anna", password="p")
START = datetime.now(tz=timezone.utc)

class Later(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz=tz) + timedelta(days=3)

def later(tz=timezone.utc):
    return Later.now(tz=tz) if settings.USE_TZ else Later.now(tz=tz).replace(tzinfo=None)

CLOCKS = {
    "none": [],
    "time.time": [("time.time", lambda: START.timestamp() + 3 * 86400)],
    "timezone.now": [("django.utils.timezone.now", later)],
    "datetime of the utils": [(root + ".utils.datetime", Later)],
    "aware_utcnow of the utils": [(root + ".utils.aware_utcnow", later)],
    "aware_utcnow of the tokens": [(root + ".tokens.aware_utcnow", later)],
}

@contextmanager
def moved(patches):
    running = [mock.patch(*one) for one in patches]
    for one in running:
        one.start()
    yield
    for one in running:
        one.stop()

def days(seconds):
    return round((seconds - START.timestamp()) / 86400)

def outcome(act):
    try:
        return act()
    except Exception as error:
        return str(error)

def read(token_class, raw):
    return outcome(lambda: days(token_class(raw)["iat"]))

def kind(moment):
    "Naive or aware, where it is, and when."
    if moment is None:
        return None
    zone = None if moment.tzinfo is None else str(moment.utcoffset())
    return [zone, round((moment.replace(tzinfo=None) - START.replace(tzinfo=None)) / timedelta(hours=1))]

seen = {}
before = str(tokens.RefreshToken.for_user(user))

def look(patches):
    with moved(patches):
        refresh = tokens.RefreshToken.for_user(user)
        access = refresh.access_token
        sliding = tokens.SlidingToken.for_user(user)
        row = models.OutstandingToken.objects.get(jti=refresh["jti"])
        found = {
            "claims": [days(token[claim]) for token in (refresh, access, sliding) for claim in ("iat", "exp")],
            "refresh_exp": days(sliding["refresh_exp"]),
            "current_time": [kind(token.current_time) for token in (refresh, access, sliding)],
            "rows": [kind(row.created_at), kind(row.expires_at)],
            "before": read(tokens.RefreshToken, before),
            "own": [read(type(token), str(token)) for token in (refresh, access, sliding)],
            "untyped": read(tokens.UntypedToken, str(access)),
            "endpoint": outcome(lambda: sorted(serializers.TokenRefreshSerializer().validate({"refresh": before}))),
            "utils": [kind(one) for one in (
                utils.aware_utcnow(), utils.datetime_from_epoch(START.timestamp()), utils.make_utc(datetime.now()),
                utils.make_utc(START),
            )],
            "epoch": days(utils.datetime_to_epoch(utils.aware_utcnow())),
        }
    with moved(patches):
        row, _ = tokens.RefreshToken(str(refresh), verify=False).blacklist()
        row.refresh_from_db()
        found["blacklisted"] = [kind(row.blacklisted_at), kind(row.token.expires_at)]
        call_command("flushexpiredtokens")
        found["left"] = models.OutstandingToken.objects.count()
        models.OutstandingToken.objects.all().delete()
    return found

for use_tz in (True, False):
    with override_settings(USE_TZ=use_tz):
        seen |= {f"{name}, USE_TZ={use_tz}": look(patches) for name, patches in CLOCKS.items()}
print(json.dumps(seen))
"""


def seen_with(package: str) -> dict[str, Any]:
    """What tokens of *package* say under each clock."""
    done = python("-c", SEEN, SIMPLE_JWT_NAME=package)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_clocks_and_times_are_those_of_simple_jwt() -> None:
    """Patched one by one, as tests do; and each time that a project can see, naive or aware, in whichever zone."""
    real, ours = seen_with(REAL), seen_with(OURS)
    for name in real:
        assert ours[name] == real[name], name
    assert real["none, USE_TZ=True"]["current_time"][0][0] == "0:00:00"
    assert real["none, USE_TZ=False"]["current_time"][0][0] is None
