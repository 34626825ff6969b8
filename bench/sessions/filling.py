"""Tables full of sessions, and of as many outstanding tokens of Simple JWT, filled by the database itself."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connections
from django.utils import timezone

from bench.packages import SIGNET, SIMPLE_JWT, Package
from bench.sessions.requests import USER_AGENT
from bench.sessions.router import using
from bench.sessions.sides import LONG_AGO, REFRESH_TOKENS
from bench.sides import PASSWORD
from drf_signet.conf import get_settings
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions.models import Session

SESSIONS_PER_USER: Final = 10

RANDOM: Final = {
    "postgresql": {
        "uuid": "gen_random_uuid()",
        "bytes": "decode(md5(random()::text), 'hex')",
        "hex": "md5(random()::text)",
    },
    # Not RAND(), of which a million values are not all different.
    "mysql": {"uuid": "UUID()", "bytes": "RANDOM_BYTES(16)", "hex": "LOWER(HEX(RANDOM_BYTES(16)))"},
    "sqlite": {"uuid": "lower(hex(randomblob(16)))", "bytes": "randomblob(16)", "hex": "lower(hex(randomblob(16)))"},
}
"""What is different in each row, by the name of the database's kind. SQLite has no type for a UUID."""

JOINED: Final = {"postgresql": "'user' || n", "mysql": "CONCAT('user', n)", "sqlite": "'user' || n"}
"""The name of a user."""

ANY_ORDER: Final = {"postgresql": "random()", "mysql": "RAND()", "sqlite": "random()"}

SETTLE: Final = {
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
    "mysql": ("ANALYZE TABLE auth_user, signet_sessions_session, token_blacklist_outstandingtoken",),
    "sqlite": ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"),
}
"""What a database would do sooner or later, done before the clock starts."""

NUMBERS: Final = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"

USERS: Final = f"""
    INSERT INTO auth_user
        (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
    {NUMBERS} SELECT %s, false, {{name}}, '', '', '', false, true, %s FROM numbers"""

SESSIONS: Final = f"""
    INSERT INTO signet_sessions_session
        (id, user_id, secret, auth_hash, generation, previous_generation, rotated_at, created_at,
         token_expires_at, expires_at, revoked_at, revoke_reason, user_agent, ip)
    {NUMBERS} SELECT {{uuid}}, n %% %s + 1, {{bytes}}, %s, 1, 0, %s, %s, %s, %s, NULL, '', %s, NULL FROM numbers"""

OUTSTANDING: Final = f"""
    INSERT INTO token_blacklist_outstandingtoken (user_id, jti, token, created_at, expires_at)
    {NUMBERS} SELECT n %% %s + 1, {{hex}}, %s, %s, %s FROM numbers"""


def fill(alias: str, rows: int) -> None:
    """Put *rows* sessions and *rows* outstanding tokens into the empty database *alias*, and the users they need."""
    database = connections[alias]
    users = max(1, rows // SESSIONS_PER_USER)
    password = make_password(PASSWORD)
    now = timezone.now()
    then, end = now - LONG_AGO, now + get_settings().SESSION_LIFETIME
    like = User(pk=users, password=password)
    token = str(_derived(SIMPLE_JWT, users))
    adapt = database.ops.adapt_datetimefield_value
    then_value, end_value = adapt(then), adapt(end)
    random = RANDOM[database.vendor]
    with database.cursor() as cursor:
        if database.vendor == "mysql":
            cursor.execute("SET SESSION max_recursive_iterations = %s", [max(rows, users) + 1])
        cursor.execute(USERS.format(name=JOINED[database.vendor]), [users, password, then_value])
        cursor.execute(
            SESSIONS.format(**random),
            [rows, users, fingerprint(like), then_value, then_value, end_value, end_value, USER_AGENT],
        )
        cursor.execute(OUTSTANDING.format(**random), [rows, users, token, then_value, end_value])
        for statement in SETTLE[database.vendor]:
            cursor.execute(statement)


def pick(package: Package, alias: str, count: int) -> list[str]:
    """Refresh tokens of *count* rows at random, out of all the table."""
    if package is SIGNET:
        with using(alias):
            keys = list(Session.objects.order_by("?").values_list("pk", flat=True)[:count])
            return [str(_of_session(one)) for one in Session.objects.filter(pk__in=keys)]
    with connections[alias].cursor() as cursor:
        chosen = (
            f"SELECT user_id, jti FROM token_blacklist_outstandingtoken ORDER BY {ANY_ORDER[connections[alias].vendor]}"
        )
        cursor.execute(f"{chosen} LIMIT %s", [count])
        return [str(_derived(SIMPLE_JWT, user, jti=jti)) for user, jti in cursor.fetchall()]


def _of_session(session: Session) -> Any:
    token = _derived(SIGNET, session.user_id)
    token.adopt(session)
    return token


def _derived(package: Package, user_id: int, **claims: object) -> Any:
    token = REFRESH_TOKENS[package]()
    for claim, value in {"user_id": str(user_id), **claims}.items():
        token[claim] = value
    return token
