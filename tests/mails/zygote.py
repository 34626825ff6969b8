"""
A project whose processes are forked, stopped, let go and killed, so that each costs no start of Django.

It reads a line of JSON from its input and writes one for an answer: see `processes`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

import django
from django.conf import settings

GIVEN: Final = json.loads(sys.argv[1])
BACKPORT: Final = ["django_tasks"] if django.VERSION < (6, 0) else []
SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
NEW_MAIL: Final = {"MAILERS": {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": GIVEN["port"]}}}}
OLD_MAIL: Final = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": GIVEN["port"]}
PAGE: Final = "https://app.example.com/#{token}"
CONTRIB: Final = ("contenttypes", "auth")

settings.configure(
    SECRET_KEY="k" * 64,
    USE_TZ=True,
    INSTALLED_APPS=[
        *(f"django.contrib.{one}" for one in CONTRIB),
        *("drf_signet.sessions", "drf_signet.accounts", *BACKPORT, "django_tasks_db"),
    ],
    DATABASES={"default": GIVEN["database"]},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DEFAULT_FROM_EMAIL="accounts@example.com",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF="tests.mails.urls",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    TASKS={"default": {"BACKEND": GIVEN["backend"]}},
    SIGNET={
        "MAIL_DISPATCHER": GIVEN["dispatcher"],
        "ACTIVATION_URL": PAGE,
        "PASSWORD_RESET_URL": PAGE,
        "EMAIL_CHANGE_URL": PAGE,
        "THROTTLE_RATES": dict.fromkeys(["sign_up_ip", "mail_ip"]),
    },
    **(NEW_MAIL if django.VERSION >= (6, 1) else OLD_MAIL),
)
django.setup()

from datetime import timedelta  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from drf_signet.accounts import outbox  # noqa: E402
from drf_signet.accounts.mail_threads import end_mail_threads  # noqa: E402
from drf_signet.accounts.models import PendingSignUp, WaitingMail  # noqa: E402
from tests.mails.points import POINTS  # noqa: E402

WAIT: Final = 20


def ask(path: str, body: Mapping[str, str]) -> None:
    """A request, and the time that the threads of its process need."""
    answer = Client().post(f"/api/{path}", body, content_type="application/json")
    assert answer.status_code in {201, 204}, answer.content
    if GIVEN["dispatcher"] is None:
        until_nothing_waits()


def work() -> None:
    """A worker that does the tasks that are there."""
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)


def serve() -> None:
    """A process that serves nobody just now, until nothing waits."""
    outbox.look_out()
    until_nothing_waits()
    end_mail_threads()


def until_nothing_waits() -> None:
    """Wait for a thread, of this process or of another."""
    end = time.monotonic() + WAIT
    while how_many(WaitingMail):
        assert time.monotonic() < end
        time.sleep(0.03)


def how_many(model: Any) -> int:
    """The rows of *model*; at least one where the database is locked."""
    try:
        return int(model._base_manager.count())
    except OperationalError:
        return 1


def fork(act: str, arguments: Mapping[str, Any], point: str | None) -> int:
    """A new process, which is stopped before it does *act*, to be killed at *point*."""
    connections.close_all()
    pid = os.fork()
    if pid:
        os.waitpid(pid, os.WUNTRACED)
        return pid
    status = 1
    try:
        os.kill(os.getpid(), signal.SIGSTOP)
        if point is not None:
            POINTS[point]()
        ACTS[act](**arguments)
        status = 0
    except BaseException:  # noqa: BLE001  # this process has no caller
        traceback.print_exc()
    os._exit(status)


def wait(pid: int) -> int:
    """How the process ended: its status, or the signal, negative."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def age(seconds: float) -> None:
    """Let the claims of the dead run out, and everything wait for longer."""
    WaitingMail.objects.update(due_at=timezone.now() - timedelta(seconds=seconds))


def tell() -> Mapping[str, int]:
    """What is in the tables."""
    return {"waiting": how_many(WaitingMail), "sign_ups": how_many(PendingSignUp), "tasks": how_many(DBTaskResult)}


ACTS: Final[Mapping[str, Callable[..., None]]] = {"ask": ask, "work": work, "serve": serve}
ORDERS: Final[Mapping[str, Callable[..., Any]]] = {"fork": fork, "wait": wait, "age": age, "tell": tell}

call_command("migrate", verbosity=0)
# What is loaded here, no process loads again.
for name in ("tests.mails.urls", "django_tasks_db.management.commands.db_worker", SMTP.rpartition(".")[0]):
    import_module(name)
for line in sys.stdin:
    order, given = json.loads(line)
    sys.stdout.write(json.dumps(ORDERS[order](**given)) + "\n")
    sys.stdout.flush()
