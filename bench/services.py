"""
What other services cost: introspections and polls of the revocation feed, a second and core, in one process.

    python -m bench.services            --check runs everything once

Times are of the processor and of the endpoint, without a server. In the end it prints what a verifier pays for a token.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from bench import DATABASES
from bench.keys import KEY_PAIRS
from drf_signet.conf import get_settings
from drf_signet.keys_in_force import get_ring
from drf_signet.sessions.ending import end
from drf_signet.sessions.opening import Lifetimes, open_session
from drf_signet.sessions.services.ended_sessions import FEEDS
from drf_signet.sessions.tokens import RefreshToken
from signet_tokens.feed_fetch import Fetched
from signet_tokens.revocation_feed import RevocationFeed

SECRET: Final = "the-secret-of-a-service-that-asks-0123456789"
ISSUER: Final = "https://auth.example.com"
SIGNET: Final = {
    "ALGORITHM": "ES256",
    "SIGNING_KEY": KEY_PAIRS["ES256"].private,
    "ISSUER": ISSUER,
    "SERVICES": {"orders": SECRET},
}
GZIP: Final = {"Accept-Encoding": "gzip"}
ENDED: Final = 1_000
"""Sessions in the feed."""


def measure(title: str, act: Callable[[], object], times: int) -> None:
    """Run *act* in five rounds of *times*, and print how long one takes in the middle."""
    act()
    rounds = []
    for _ in range(5 if times > 1 else 1):
        started = time.process_time()
        for _ in range(times):
            act()
        rounds.append((time.process_time() - started) / times)
    took = median(rounds)
    print(f"{title:<58} {took * 1e6:>9.1f} µs {1 / took:>12,.0f} a second and core")


def run(times: int, ended: int) -> None:
    """Measure everything."""
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "testserver")
    user = User.objects.create_user("ada", password=None)
    token = RefreshToken.for_user(user)
    access = str(token.access_token)
    lifetimes = Lifetimes(get_settings().REFRESH_TOKEN_LIFETIME, get_settings().SESSION_LIFETIME)
    for _ in range(ended):
        end(open_session(user, lifetimes, timezone.now()))
    asked = {"client_id": "orders", "client_secret": SECRET}
    measure(
        "introspection, the token is active", lambda: client.post("/introspect/", {**asked, "token": access}), times
    )
    measure("introspection, no token", lambda: client.post("/introspect/", {**asked, "token": "x.y.z"}), times)
    measure(f"poll of the feed, {ended} sessions, compressed", lambda: client.get("/events/", headers=GZIP), times)
    known = {"If-None-Match": client.get("/events/")["ETag"]}
    measure("poll of the feed, not changed", lambda: client.get("/events/", headers=known), times)

    def changed() -> None:
        # As in a process that has signed nothing yet.
        FEEDS.clear()
        client.get("/events/", headers=GZIP)

    measure(f"the list of {ended} sessions changed: read, signed, compressed", changed, max(times // 20, 1))
    document = Fetched(client.get("/events/").content, None)

    def fetch(url: str, etag: str | None) -> Fetched:
        return document

    feed = RevocationFeed(f"{ISSUER}/events/", ISSUER, get_ring(), fetch=fetch, interval=1e9)
    measure("verifier: has this session ended?", lambda: feed.is_ended(token.payload), times * 50)

    def polled() -> None:
        RevocationFeed(f"{ISSUER}/events/", ISSUER, get_ring(), fetch=fetch).is_ended({})

    measure(f"verifier: a poll that brings {ended} sessions", polled, max(times // 20, 1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.services", description=(__doc__ or "").split("\n")[1])
    parser.add_argument("--check", action="store_true", help="run everything once")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if DATABASES not in os.environ:
            # The project is chosen before any module of the benchmark is loaded: see bench/__init__.py.
            database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder, "bench.sqlite3"))}
            environment = {**os.environ, DATABASES: json.dumps({"default": database})}
            command = [sys.executable, "-m", "bench.services", *sys.argv[1:]]
            sys.exit(os.spawnve(os.P_WAIT, sys.executable, command, environment))
        call_command("migrate", verbosity=0)
        with override_settings(SIGNET=SIGNET, ROOT_URLCONF="drf_signet.sessions.services.urls"):
            run(*((1, 10) if chosen.check else (2_000, ENDED)))
