"""Starts the four services: ``python start.py``. Ctrl-C ends them."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import addresses

HERE = Path(__file__).parent
PATIENCE = 60.0  # seconds until a service answers, and until it has ended
PAGES = {
    "auth": "/.well-known/jwks.json",
    "orders": "/orders/",
    "billing": "/billing/",
    "reports": "/reports/",
}


def main() -> None:
    """Prepare the auth service, start all four, and wait until somebody ends this."""
    # A shell that starts this in the background has it ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    urls = addresses.choose()
    environment = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "AUTH_URL": urls["auth"],
        "DJANGO_RUNSERVER_HIDE_WARNING": "true",
        # Half a minute instead of a quarter of an hour, so that walk.py can show a rotation.
        "KEY_PUBLICATION_SECONDS": os.environ.get("KEY_PUBLICATION_SECONDS", "35"),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    try:
        password = prepare(environment)
        with ExitStack() as running:
            processes = {name: running.enter_context(started(name, url, environment)) for name, url in urls.items()}
            for name, process in processes.items():
                wait_until_it_answers(name, urls[name] + PAGES[name], process)
            print_summary(urls, password)
            while all(process.poll() is None for process in processes.values()):
                time.sleep(1)
        sys.exit("A service has ended. Its lines above say why.")
    except KeyboardInterrupt:
        print("\nAll services have ended.")
    finally:
        addresses.forget()


def prepare(environment: dict[str, str]) -> str:
    """Make the tables, one user, and the first key. The answer is the password of the user."""
    for name in PAGES:
        (HERE / name / "run").mkdir(exist_ok=True)
    password = secrets.token_urlsafe(12)
    code = "from django.contrib.auth.models import User\nuser, _ = User.objects.get_or_create(username='ada')\n"
    code += f"user.set_password({password!r})\nuser.save()"
    if not (HERE / "auth" / "run" / "keys.json").exists():
        manage(environment, "keys", "generate")
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "shell", "--verbosity", "0", "--command", code)
    (HERE / "run" / "password").write_text(password)
    return password


def manage(environment: dict[str, str], *words: str) -> None:
    """Run a command of the auth service."""
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=HERE / "auth", env=environment, check=True)


@contextmanager
def started(name: str, url: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The process of the service *name*, until the end of the block."""
    address = url.removeprefix("http://")
    host, _, port = address.partition(":")
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks", address]
    if name == "reports":
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "main:app",
            "--host",
            host,
            "--port",
            port,
            "--log-level",
            "warning",
        ]
    process = subprocess.Popen(
        command,
        cwd=HERE / name,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C is for this program, which ends the others in their turn
    )
    assert process.stdout is not None
    Thread(target=show, args=(name, process.stdout), daemon=True).start()
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_it_answers(name: str, url: str, process: subprocess.Popen[str]) -> None:
    """Return once *url* is answered, if only with a refusal."""
    end = time.monotonic() + PATIENCE
    opener = build_opener(ProxyHandler({}))
    while time.monotonic() < end and process.poll() is None:
        try:
            opener.open(url, timeout=PATIENCE).close()
        except HTTPError as error:
            error.close()
        except (URLError, OSError):
            time.sleep(0.1)
            continue
        return
    sys.exit(f"The service {name} does not answer. Its lines above say why.")


def show(name: str, lines: IO[str]) -> None:
    """Print what the service prints, with its name in front."""
    for line in lines:
        print(f"{name:>8} | {line.rstrip()}", flush=True)


def print_summary(urls: dict[str, str], password: str) -> None:
    """Say what can be done now."""
    print()
    for name, url in urls.items():
        print(f"{name:>8} | {url}{PAGES[name]}")
    print(f"\nThe user is ada, and the password {password}. In another terminal: python walk.py\nCtrl-C ends all.\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
