"""
Fill the database of the service, and print tokens: ``signet_fill.py USERS SESSIONS PREFIX COUNT``.

Makes that many users, whose names begin with PREFIX, with so many sessions each. Then prints COUNT of the sessions,
chosen at random out of all of them, as lines of JSON. The settings are those of the service: the tokens need its key.
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import Final

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "signet_settings"
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import connection  # noqa: E402

from drf_signet.password_fingerprint import fingerprint  # noqa: E402
from drf_signet.sessions.models import Session  # noqa: E402
from drf_signet.sessions.tokens import RefreshToken  # noqa: E402
from signet_server.deadline import without_limits  # noqa: E402
from signet_server.users.models import User  # noqa: E402

USERS: Final = """
    INSERT INTO users_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active,
        date_joined)
    SELECT %(hash)s, false, %(prefix)s || n, '', '', %(prefix)s || n || '@example.com', false, true, now()
    FROM generate_series(0, %(users)s - 1) n"""
VERIFIED: Final = """
    INSERT INTO signet_accounts_emailaddress (user_id, address, verified_at)
    SELECT id, email, now() FROM users_user WHERE username LIKE %(prefix)s || '%%'"""
SESSIONS: Final = """
    INSERT INTO signet_sessions_session (id, user_id, secret, auth_hash, generation, previous_generation, rotated_at,
        created_at, token_expires_at, expires_at, revoke_reason, user_agent)
    SELECT gen_random_uuid(), people.id, decode(md5(random()::text), 'hex'), %(fingerprint)s, 1, 0,
        now() - interval '1 hour', now() - interval '1 hour', now() + interval '7 days',
        now() + interval '8 days' + random() * interval '80 days', '', 'signet-bench'
    FROM generate_series(1, %(sessions)s) n, users_user people WHERE people.username LIKE %(prefix)s || '%%'"""
SOME: Final = """
    SELECT s.id FROM signet_sessions_session s TABLESAMPLE BERNOULLI (%(percent)s)
    JOIN users_user u ON u.id = s.user_id WHERE u.username LIKE %(prefix)s || '%%'"""
MORE: Final = 1.2
"""How many more are drawn, so that there are enough."""


def fill(users: int, sessions: int, prefix: str) -> None:
    """Make them."""
    password = make_password("correct-horse-battery")
    values = {"hash": password, "prefix": prefix, "users": users, "sessions": sessions}
    values["fingerprint"] = fingerprint(User(password=password))
    with connection.cursor() as cursor:
        for statement in (USERS, VERIFIED, SESSIONS):
            cursor.execute(statement, values)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def draw(rows: int, prefix: str, count: int) -> list[Session]:
    """That many at random."""
    with connection.cursor() as cursor:
        share = min(1.0, MORE * count / rows)
        cursor.execute(SOME, {"percent": 100 * share, "prefix": prefix})
        keys = [key for (key,) in cursor.fetchall()]
    chosen = random.sample(keys, min(count, len(keys)))
    return list(Session.objects.filter(pk__in=chosen).select_related("user"))


def main() -> None:
    """Do what the command line says."""
    users, sessions, count = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4])
    fill(users, sessions, sys.argv[3])
    for session in draw(users * sessions, sys.argv[3], count):
        token = RefreshToken()
        token["user_id"] = str(session.user_id)
        token.adopt(session)
        print(json.dumps({"name": session.user.username, "refresh": str(token)}))


# A big table takes longer than the service lets a statement take.
with without_limits():
    main()
