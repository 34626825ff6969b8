"""Whether the process is alive (``/healthz``), and whether it can do its work (``/readyz``)."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from drf_signet.database_errors import outage
from drf_signet.outage_log import OUTAGES
from signet_server.deadline import within

OK: Final = "ok"
SECONDS: Final = 1.5
"""For the database: where it takes longer, it isn't ready."""

FRESH: Final = 1.0
"""Seconds for which an answer is good: anybody may ask, and each answer costs a write."""

LEAST_FREE: Final = 1_048_576
"""Bytes on the disk of an SQLite database."""

PROBE: Final = "readyz"
"""
The key of a row of Django's sessions, which no cookie of ours leads to: it holds nothing, and has expired. Also that of
a number in the cache.
"""


LONG_AGO: Final = datetime(1970, 1, 2, tzinfo=UTC)


class Readiness:
    """What was found out last, for all who ask at the same time."""

    def __init__(self, ask: Callable[[], Mapping[str, str]], clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = Lock()
        self._words: Mapping[str, str] = {}
        self._good_until = float("-inf")

    def words(self) -> Mapping[str, str]:
        """For each part, "ok" or what is the matter with it."""
        with self._lock:
            if self._clock() >= self._good_until:
                self._words = self._ask()
                self._good_until = self._clock() + FRESH
            return self._words


@never_cache
@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all. Asks nobody else."""
    return JsonResponse({"status": OK})


@never_cache
@csrf_exempt
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """
    200 if the database is migrated and accepts changes, and the cache answers; otherwise a 503 that names what fails.
    """
    words = READINESS.words()
    is_ready = set(words.values()) == {OK}
    status = 200 if is_ready else 503
    return JsonResponse({"status": OK if is_ready else "unavailable", **words}, status=status)


def parts() -> Mapping[str, str]:
    """What each part says."""
    return {"database": _word("database", database_says), "cache": _word("cache", cache_says)}


def database_says() -> str:
    """Whether the database has every table this version needs, and takes changes."""
    with within(SECONDS):
        if disk_is_full():
            return "full"
        if not database_is_migrated():
            return "not migrated"
        write_something()
    return OK


def cache_says() -> str:
    """Whether the cache keeps what is stored in it, and counts."""
    return OK if cache_answers() else "forgetful"


def database_is_migrated() -> bool:
    """Whether the database answers and has every table this version needs."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def disk_is_full() -> bool:
    """Whether the file system of an SQLite database has no room, in which only some writes fail."""
    file = Path(str(connection.settings_dict["NAME"]))
    is_file = connection.vendor == "sqlite" and file.exists()
    return is_file and shutil.disk_usage(file).free < LEAST_FREE


def write_something() -> None:
    """
    Write a row, and have it on the disk. Only that tells of a full disk, and of a database that can be read only.

    A replica for which commits wait may hang: reads are no less well then.
    """
    sessions = apps.get_model("sessions", "Session")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('synchronous_commit', 'local', true)")
        if not sessions.objects.filter(pk=PROBE).update(session_data=""):
            sessions.objects.bulk_create([sessions(pk=PROBE, expire_date=LONG_AGO)], ignore_conflicts=True)


def cache_answers() -> bool:
    """
    Whether what is put into the cache can be counted up and read from it: all that a sign-in asks for.

    In Redis, counting is a script, which not each user may run, and not each proxy passes on. Nobody's attempts are
    counted by this.
    """
    cache.set(PROBE, 0, timeout=10)
    try:
        number = cache.incr(PROBE)
    except ValueError:
        return False
    return number > 0 and PROBE in cache.get_many((PROBE,)) and cache.get(PROBE) is not None


def _word(part: str, ask: Callable[[], str]) -> str:
    """What *ask* says of *part*. What it raises goes to the log in one line, as the answer is public."""
    try:
        return ask()
    except Exception as error:  # each cache has errors of its own  # noqa: BLE001
        found = outage(error)
        OUTAGES.tell(f"not ready: {part}", error)
        return "unavailable" if found is None else found.code.partition("_")[2].replace("_", " ")


READINESS: Final = Readiness(parts)
"""The one of this process."""
