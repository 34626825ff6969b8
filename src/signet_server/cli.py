"""The command ``signet``."""

from __future__ import annotations

import argparse
import logging
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error
from django.utils.module_loading import import_string

from signet_server import demo, doctor, fresh_keys, json_log, serve
from signet_server.deadline import without_limits
from signet_server.environment import read_environment
from signet_server.environment_files import with_files
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_variables import Environment
from signet_server.http_server import running
from signet_server.http_server.bounds import LISTEN
from signet_server.http_server.listening import listen
from signet_server.metrics.master import Parts
from signet_server.private_files import close_to_others, write_for_nobody_else
from signet_server.signing_keys import ALGORITHM

SETTINGS: Final = "signet_server.settings"
MANAGED: Final = (["sessions"], ["token"], ["accounts"], ["keys"])
"""Commands of Django's that are verbs of their own here."""

GENERATE: Final = ["keys", "generate"]

MOST_WORKERS: Final = 256
UNUSABLE: Final = 2
INTERRUPTED: Final = 130
"""As shells say it of Ctrl-C."""

NODE: Final = re.compile(
    r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?:/[a-z0-9._~/-]*)?", re.ASCII | re.IGNORECASE
)
"""An address without user and password. Where the service is below a path, so is ``/readyz``."""

LIVE: Final = "signet_server.live.report.report"
"""It needs the models."""

CANT_START: Final = "signet can't start:"
CANT_RUN: Final = "signet can't do that yet:"
"""Of a verb that starts nothing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb in *arguments*. The answer is the exit status: 0, 1 for a failure, 2 for an unusable input."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    write_for_nobody_else()
    if words[:1] == ["manage"]:
        # Django reads the rest itself: its options are not ours to parse.
        return _in_sentences(lambda: run_at_leisure(words[1:]), CANT_RUN)
    if words[:2] == GENERATE:
        return _in_sentences(lambda: run_generate(words), CANT_RUN)
    if words[:1] in MANAGED:
        return _in_sentences(lambda: run_manage(words), CANT_RUN)
    options = _parser().parse_args(words)
    verb: Callable[[argparse.Namespace], int] = options.run
    return _in_sentences(lambda: verb(options), CANT_RUN if verb is run_doctor else CANT_START)


def run_demo(options: argparse.Namespace) -> int:
    """``signet demo``."""
    try:
        listener = demo.listen_somewhere(options.port)
    except OSError:
        return _refuse([f"Port {options.port} is in use. Without --port, Signet finds a free one."])
    with listener:
        return _start_demo(options.folder, listener)


def _start_demo(folder: Path, listener: socket.socket) -> int:
    url = f"http://{demo.HOST}:{listener.getsockname()[1]}"
    try:
        demo.prepare_environment(folder, url, os.environ)
    except (OSError, ValueError) as error:
        return _refuse([f"Signet can't use the folder {folder}: {getattr(error, 'strerror', None) or error}."])
    environment = read_environment(os.environ)
    _set_up()
    close_to_others(settings.DATABASES["default"])
    with without_limits():
        demo.prepare_database()
    watch = _watched(environment.metrics, workers=1, seconds=demo.PATIENCE)
    running.run(listener, 1, demo.welcome(url, folder, environment.metrics), watch)
    return 0


def run_serve(options: argparse.Namespace) -> int:
    """``signet serve``."""
    environment = read_environment(os.environ)
    _set_up()
    close_to_others(environment.database)
    reasons = serve.reasons_not_to_start(environment)
    if reasons:
        return _refuse(reasons)
    serve.read_keys_once()
    try:
        listener = listen(options.host, environment.port)
    except OSError as error:
        return _refuse([f"Signet can't listen on {options.host}, port {environment.port}: {error.strerror}."])
    watch = _watched(environment.metrics, options.workers, LISTEN)
    processes = "1 process" if options.workers == 1 else f"{options.workers} processes"
    greeting = f"Signet is listening on {options.host}, port {environment.port}, with {processes}."
    running.run(listener, options.workers, greeting, watch)
    return 0


def _watched(place: tuple[str, int] | None, workers: int, seconds: float) -> Parts | None:
    """What counts, and answers Prometheus at *place*, which others may have for *seconds*; None without METRICS."""
    if place is None:
        return None
    try:
        return Parts(listen(*place, seconds), workers)
    except OSError as error:
        where = ":".join(map(str, place))
        raise EnvironmentProblemsError([f"Signet can't listen on {where} (METRICS): {error.strerror}."]) from None


def run_doctor(options: argparse.Namespace) -> int:
    """``signet doctor``."""
    environment = read_environment(os.environ)
    _set_up()
    # What is away would be told of in the log as well, and later.
    logging.disable(logging.ERROR)
    return doctor.report(environment) if options.live is None else run_live(environment, options.live)


def run_live(environment: Environment, urls: Sequence[str]) -> int:
    """``signet doctor --live``."""
    report: Callable[[Environment, Sequence[str]], int] = import_string(LIVE)
    try:
        return report(environment, urls)
    except KeyboardInterrupt:
        return INTERRUPTED


def run_generate(words: Sequence[str]) -> int:
    """``signet keys generate``: a key in the ring that SIGNING_KEYS names; printed, where it names none."""
    if words == GENERATE and not os.environ.get("SIGNING_KEYS"):
        document, advice = fresh_keys.printed(with_files(os.environ).get("SIGNING_KEY"), time.time())
        print(document)
        print(advice, end="", file=sys.stderr)
        return 0
    environment = read_environment(os.environ)
    _set_up()
    if not environment.signing_key:
        return run_manage(words)
    fresh_keys.take_over(environment.signing_key)
    # After a secret, the library would make another one.
    return run_manage(words if "--algorithm" in words else [*words, "--algorithm", ALGORITHM])


def run_at_leisure(words: Sequence[str]) -> int:
    """``signet manage``: Django's own commands, such as ``migrate`` and ``createsuperuser``, however long they take."""
    with without_limits():
        return run_manage(words)


def run_manage(words: Sequence[str]) -> int:
    """Run one of Django's commands."""
    read_environment(os.environ)
    _set_up()
    execute_from_command_line(["signet manage", *words])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="signet", description="JWT authentication as a service.")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")

    verb = verbs.add_parser("demo", help="start on this machine only, with a demo user")
    verb.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT") or None,
        help="the port to listen on (default: PORT, or the first free one from 8000 on)",
    )
    verb.add_argument(
        "--folder", type=Path, default=Path(".signet"), help="the folder for keys and data (default: .signet)"
    )
    verb.set_defaults(run=run_demo)

    verb = verbs.add_parser("serve", help="start for production; settings come from environment variables")
    verb.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    verb.add_argument(
        "--workers", type=_workers, default=os.cpu_count() or 1, help="number of processes (default: one for each core)"
    )
    verb.set_defaults(run=run_serve)

    verb = verbs.add_parser("doctor", help="show the configuration, and what is wrong with it")
    verb.add_argument(
        "--live",
        nargs="*",
        type=_url,
        metavar="URL",
        help="ask the running service, and everything behind it (default: the one on this machine)",
    )
    verb.set_defaults(run=run_doctor)

    verbs.add_parser("sessions", help="delete sessions that are over (sessions purge)", add_help=False)
    verbs.add_parser("token", help="say why Signet accepts or refuses a token (token explain TOKEN)", add_help=False)
    verbs.add_parser(
        "accounts",
        help="verify addresses, delete expired sign-ups, show waiting e-mails (accounts verify, purge, mails)",
        add_help=False,
    )
    verbs.add_parser(
        "keys",
        help="show and change the keys that sign (keys list, generate, rotate, retire, compromise)",
        add_help=False,
    )
    verbs.add_parser("manage", help="run a command of Django, such as migrate", add_help=False)
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:6]) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port should be a whole number from 0 to 65535, not {text!r}")


def _url(text: str) -> str:
    found = NODE.fullmatch(text)
    if found is not None and int(found["port"] or 0) <= 65_535:
        return text.rstrip("/")
    raise argparse.ArgumentTypeError("a node should be a URL such as http://10.0.0.5:8000")


def _workers(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_WORKERS:
        return int(text)
    raise argparse.ArgumentTypeError(f"the number of processes should be 1 to {MOST_WORKERS}, not {text!r}")


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()


def _in_sentences(verb: Callable[[], int], heading: str) -> int:
    try:
        return verb()
    except EnvironmentProblemsError as problems:
        return _refuse(problems.sentences, heading)
    except ImproperlyConfigured as error:
        return _refuse([str(error)], heading)
    except Error as error:
        if (sentence := serve.sentence_about(error)) is None:
            raise
        return _refuse([sentence], heading)


def _refuse(sentences: Sequence[str], heading: str = CANT_START) -> int:
    if heading == CANT_START and os.environ.get("LOG_FORMAT") == "json":
        for sentence in sentences:
            json_log.say(logging.CRITICAL, f"{heading} {sentence}")
        return UNUSABLE
    print(heading, file=sys.stderr)
    for sentence in sentences:
        print(f"  - {sentence}", file=sys.stderr)
    return UNUSABLE
