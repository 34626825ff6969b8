"""The Django projects of the peers: their environment, their tables, and gunicorn as people run it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bench.served.environments import DJANGO
from bench.served.people import COST
from bench.served.processes import Command
from bench.served.sides.side import PROJECTS, SECRET, Place

THREADS: Final = 8
GUNICORN: Final = f"gunicorn, gthread, 1 process, {THREADS} threads"


def variables(settings: str, place: Place) -> Mapping[str, str]:
    """The environment of a process of the project with those *settings*."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECTS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": place.database,
        "SECRET_KEY": SECRET,
        "PASSWORD_HASH": place.variant.password,
        "PASSWORD_COST": ",".join(map(str, COST)),
        "LOOK_UP": str(int(place.variant.looks_up)),
    }


def migrate(settings: str) -> Callable[[Place], Sequence[Command]]:
    """Make the tables."""
    words = [str(DJANGO.python), "-m", "django", "migrate", "--verbosity", "0"]
    return lambda place: [Command(words, variables(settings, place), PROJECTS)]


def gunicorn(settings: str) -> Callable[[Place], Command]:
    """Start it."""

    def serve(place: Place) -> Command:
        words = [str(DJANGO.python), "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()"]
        options = ["--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS), "--no-control-socket"]
        bind = ["--bind", f"127.0.0.1:{place.port}", "--log-level", "warning"]
        return Command([*words, *options, *bind], variables(settings, place), PROJECTS)

    return serve
