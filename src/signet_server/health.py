"""Whether the process is alive (``/healthz``), and whether it can do its work (``/readyz``)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all. Asks nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database is migrated and the cache answers; else 503 that says which of them is not ready."""
    parts = {name: is_ready(ask) for name, ask in PARTS.items()}
    ready = all(parts.values())
    words = {name: "ok" if fine else "unavailable" for name, fine in parts.items()}
    return JsonResponse({"status": "ok" if ready else "unavailable", **words}, status=200 if ready else 503)


def is_ready(ask: Callable[[], bool]) -> bool:
    """Whether *ask* says so. What it raises goes to the log, as the answer is public."""
    try:
        return ask()
    except Exception:
        logger.exception("Not ready")
        return False


def database_is_migrated() -> bool:
    """Whether the database answers and has every table this version needs."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    """Whether what is put into the cache can be read from it."""
    cache.set("readyz", "ok", timeout=10)
    return bool(cache.get("readyz") == "ok")


PARTS = {"database": database_is_migrated, "cache": cache_answers}
