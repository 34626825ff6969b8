"""
What has to hold of the blacklist app, each in a process of its own, as the app isn't in the project of the tests.

    python -m compat.tests.drf_jwt.blacklist_scenarios NAME DATABASE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any, Final

import django
from django.conf import settings

from compat.tests.drf_jwt.blacklist_attacks import ATTACKS

APP: Final = "drf_signet_compat.drf_jwt.v1_19"
SECRET: Final = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
urlpatterns: list[object] = []
JTI: Final = "0b2fd0b8-7b9d-4b8e-a1f9-6f1f3c1f0a11"


def set_up(database: dict[str, Any]) -> None:
    """A project with the app, and no table yet."""
    settings.configure(
        SECRET_KEY=SECRET,
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "rest_framework",
            APP,
            f"{APP}.blacklist",
        ],
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ROOT_URLCONF="compat.tests.drf_jwt.blacklist_scenarios",
        USE_TZ=True,
    )
    django.setup()


def fresh() -> None:
    """The tables are made, are what the models say, and are the old package's to the last column."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "blacklist_blacklistedtoken")
        constraints = connection.introspection.get_constraints(cursor, "blacklist_blacklistedtoken")
    assert {one.name for one in columns} == {"id", "token", "token_id", "user_id", "expires_at", "blacklisted_at"}
    assert constraints["token_or_id_not_null"]["check"]


def taken_over() -> None:
    """On the tables of the old package there is nothing to do, and its rows are honoured."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    _tables_of_the_old_package(2)
    user, token, payload = _ada()
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken
    from drf_signet_compat.drf_jwt.v1_19.revocation import is_blacklisted

    assert not is_blacklisted(token, payload)
    _insert("token, token_id", token, JTI.replace("-", "") if connection.vendor == "sqlite" else JTI, user=user)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes("blacklist")) == []
    call_command("migrate", verbosity=0)
    assert is_blacklisted(token, payload)
    assert is_blacklisted("another", {"orig_jti": JTI})
    assert BlacklistedToken.objects.get().user == user


def half_way() -> None:
    """Tables from before tokens had identifiers get them, but where a row holds no token at all."""
    from django.core.management import call_command

    _tables_of_the_old_package(1)
    user, token, _ = _ada()
    _insert("token", token, user=user)
    _insert("token", "no token", user=user)
    call_command("migrate", verbosity=0)
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken

    rows = BlacklistedToken.objects.order_by("pk").values_list("token", "token_id")
    assert [(text, str(found) if found else None) for text, found in rows] == [(token, JTI), ("no token", None)]
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def two_queries() -> None:
    """A request with a token asks for the blacklist and for the user."""
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from rest_framework.request import Request
    from rest_framework.test import APIRequestFactory

    from drf_signet_compat.drf_jwt.v1_19.authentication import JSONWebTokenAuthentication

    call_command("migrate", verbosity=0)
    user, token, _ = _ada()
    request = Request(APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert JSONWebTokenAuthentication().authenticate(request) == (user, token)
    assert len(queries) == 2


def stale() -> None:
    """A row stays until no token of its family can be good any more, however it is cleaned up."""
    from django.core.management import call_command
    from django.test import override_settings
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    user, token, _ = _ada()
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken
    from drf_signet_compat.drf_jwt.v1_19.blacklist.serializers import BlacklistTokenSerializer

    def take_back() -> None:
        serializer = BlacklistTokenSerializer(data={"token": token})
        serializer.is_valid(raise_exception=True)
        serializer.save()

    take_back()
    take_back()
    assert BlacklistedToken.objects.count() == 1
    now = timezone.now()
    # Its own five minutes are over, and those of what was refreshed from it are not.
    for later in (timedelta(minutes=6), timedelta(days=7, minutes=4)):
        assert BlacklistedToken.objects.delete_stale_tokens(now + later)[0] == 0
    assert BlacklistedToken.objects.delete_stale_tokens(now + timedelta(days=7, minutes=6))[0] == 1
    BlacklistedToken.objects.create(token="old", user=user, expires_at=now - timedelta(seconds=1))
    with override_settings(JWT_AUTH={"JWT_DELETE_STALE_BLACKLISTED_TOKENS": False}):
        take_back()
    assert BlacklistedToken.objects.count() == 2
    BlacklistedToken.objects.filter(token=token).delete()
    with override_settings(JWT_AUTH={"JWT_DELETE_STALE_BLACKLISTED_TOKENS": True}):
        take_back()
    assert [one.token for one in BlacklistedToken.objects.all()] == [token]
    BlacklistedToken.objects.update(expires_at=now - timedelta(seconds=1))
    call_command("delete_stale_tokens", verbosity=0)
    assert not BlacklistedToken.objects.exists()


def twice_in_the_table() -> None:
    """Two rows of one token, as a race leaves them, are no obstacle."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user, token, _ = _ada()
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken
    from drf_signet_compat.drf_jwt.v1_19.blacklist.serializers import BlacklistTokenSerializer

    for _ in range(2):
        _insert("token, token_id", token, JTI.replace("-", ""), user=user)
    serializer = BlacklistTokenSerializer(data={"token": token})
    serializer.is_valid(raise_exception=True)
    serializer.save()
    assert BlacklistedToken.objects.count() == 2


def no_secret_in_the_admin() -> None:
    """The admin shows rows without their tokens."""
    from django.contrib.admin import site
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken

    admin = site.get_model_admin(BlacklistedToken)
    assert "token" not in {*admin.list_display, *(admin.fields or ()), *admin.search_fields}
    assert admin.readonly_fields == admin.fields


def obtain_token() -> None:
    """The command writes a token of the user, with DEBUG only, and ends the process where it can't."""
    from django.core.management import call_command
    from django.test import override_settings

    from drf_signet_compat.drf_jwt.v1_19.utils import jwt_decode_token

    call_command("migrate", verbosity=0)
    user, _, _ = _ada()
    written = StringIO()
    with override_settings(DEBUG=True):
        call_command("obtain_token", str(user.pk), stdout=written)
    assert jwt_decode_token(written.getvalue().strip())["username"] == "ada"
    for debug, key in ((False, str(user.pk)), (True, "99"), (True, "ada")):
        said = StringIO()
        with override_settings(DEBUG=debug), suppress(SystemExit):
            call_command("obtain_token", key, stdout=StringIO(), stderr=said)
            raise AssertionError(key)
        assert "Unable to obtain token because" in said.getvalue()


def app_checks() -> None:
    """The app says what is wrong with the settings, once."""
    from django.core import checks
    from django.test import override_settings

    def said(*, deploy: bool = False) -> list[str]:
        found = checks.run_checks(include_deployment_checks=deploy)
        return [one.id for one in found if one.id and one.id.startswith("signet")]

    with override_settings(JWT_AUTH={"JWT_ALOW_REFRESH": 1}):
        assert said() == ["signet.drf_jwt.W005"]
    assert said() == []
    with override_settings(JWT_AUTH={"JWT_SECRET_KEY": "short"}):
        assert said() == []
        assert said(deploy=True) == ["signet.drf_jwt.W004"]


SCENARIOS: Final[dict[str, Callable[[], None]]] = ATTACKS | {
    one.__name__: one
    for one in (
        fresh, taken_over, half_way, two_queries, stale, twice_in_the_table, no_secret_in_the_admin, obtain_token,
        app_checks,
    )
}  # fmt: skip


def _tables_of_the_old_package(migrations: int) -> None:
    """The tables as drf-jwt 1.19.2 on Django 4.2 makes them with so many of its migrations."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    for app in ("auth", "contenttypes"):
        call_command("migrate", app, verbosity=0)
    table = "blacklist_blacklistedtoken"
    key, time, uuid = {
        "sqlite": ("integer NOT NULL PRIMARY KEY AUTOINCREMENT", "datetime", "char(32)"),
        "postgresql": ("integer NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY", "timestamptz", "uuid"),
    }[connection.vendor]
    columns = [
        f'"id" {key}',
        f'"token" text {"NOT NULL" if migrations == 1 else "NULL"}',
        f'"expires_at" {time} NOT NULL',
        f'"blacklisted_at" {time} NOT NULL',
        '"user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED',
    ]
    if migrations == 2:
        columns += [
            f'"token_id" {uuid} NULL',
            'CONSTRAINT "token_or_id_not_null" CHECK (("token_id" IS NOT NULL OR "token" IS NOT NULL))',
        ]
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
        for column, suffix in (("token", "acbfdd7e"), ("expires_at", "8ffda1c1"), ("user_id", "e4068fb1")):
            cursor.execute(f'CREATE INDEX "{table}_{column}_{suffix}" ON "{table}" ("{column}")')
    for name in ("0001_initial", "0002_add_token_id")[:migrations]:
        MigrationRecorder(connection).record_applied("blacklist", name)


def _ada() -> tuple[Any, str, dict[str, Any]]:
    from django.contrib.auth.models import User

    from drf_signet_compat.drf_jwt.v1_19.utils import jwt_create_payload, jwt_encode_payload

    user = User.objects.create_user("ada", "ada@example.com", "correct-horse-battery")
    payload = {**jwt_create_payload(user), "jti": JTI}
    return user, jwt_encode_payload(payload), payload


def _insert(columns: str, *values: str, user: Any) -> None:
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * (len(values) + 3))
        names = f"{columns}, user_id, expires_at, blacklisted_at"
        cursor.execute(
            f"INSERT INTO blacklist_blacklistedtoken ({names}) VALUES ({places})",
            [*values, user.pk, timezone.now() + timedelta(days=1), timezone.now()],
        )


if __name__ == "__main__":
    set_up(json.loads(sys.argv[2]))
    SCENARIOS[sys.argv[1]]()
