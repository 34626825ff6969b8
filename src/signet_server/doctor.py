"""``signet doctor``: what is configured, without its secrets, and what every check says."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Any, Final

import django
import rest_framework
from django.db import Error
from redis.exceptions import RedisError, ResponseError

from drf_signet.conf import get_settings
from signet_server.connection_urls import place_of_cache
from signet_server.environment_variables import Environment
from signet_server.health import cache_answers, database_is_migrated
from signet_server.key_report import keys_in_words
from signet_server.live.providers import WHAT, provider
from signet_server.log_format import visible
from signet_server.serve import failed_checks, in_words, is_no_file, is_reason

UNMADE: Final = "doesn't exist yet: run 'signet manage migrate'"

REFUSING: Final = "answers, but refuses what a sign-in asks, such as EVAL: check what the user of REDIS_URL may do"

NOT_ROTATED: Final = "not rotated, so nobody notices a stolen refresh token"


def report(environment: Environment) -> int:
    """Print the report. The answer is the exit status: 1 if anything is to be mended before ``signet serve``."""
    for name, value in facts(environment):
        _line(name, value)
    problems = [
        name
        for name, ask, complaint in (
            ("database", database_is_migrated, "lacks tables: run 'signet manage migrate'"),
            ("cache", cache_answers, "doesn't keep what is stored in it"),
        )
        if not _asked(name, ask, complaint)
    ]
    # A provider that is away is no reason not to start: people sign in by other ways.
    away = [one for one in environment.providers if _is_away(one)]
    messages = failed_checks()
    for message in messages:
        _line("check", f"{message.id}: {in_words(message)}")
    if not messages:
        _line("check", "every system check passes")
    reasons = problems + [str(one.id) for one in messages if is_reason(one)]
    print(f"\n{_in_one_sentence(reasons, away)}")
    return 1 if reasons else 0


def facts(environment: Environment) -> Iterator[tuple[str, str]]:
    """The configuration, as pairs of name and value. Of a secret, it shows the length alone."""
    settings = get_settings()
    yield (
        "versions",
        (
            f"Signet {version('drf-signet')}, Python {platform.python_version()}, Django {django.__version__}, "
            f"REST framework {rest_framework.VERSION}"
        ),
    )
    yield "hosts", ", ".join(environment.allowed_hosts)
    yield "port", str(environment.port)
    yield "database", _place(environment.database)
    yield "cache", _place(environment.cache)
    proxies = environment.num_proxies
    yield "proxies", f"{proxies} trusted" if proxies else "none trusted: behind a proxy, all clients count as one"
    yield "links", environment.public_url
    yield "mail", f"from {environment.mail_from}, {_mailer(environment.mail)}"
    yield "secrets", ", ".join(_secrets(environment))
    yield from keys_in_words()
    yield (
        "tokens",
        (
            f"access {_time(settings.ACCESS_TOKEN_LIFETIME)}, refresh {_time(settings.REFRESH_TOKEN_LIFETIME)}, "
            f"session {_time(settings.SESSION_LIFETIME)}, "
            f"{'rotated' if settings.ROTATE_REFRESH_TOKENS else NOT_ROTATED}, "
            f"audience {', '.join(settings.audiences) or 'none'}, issuer {settings.ISSUER or 'none'}"
        ),
    )


def _secrets(environment: Environment) -> Iterator[str]:
    yield f"SECRET_KEY of {len(environment.secret_key)} characters"
    if environment.signing_keys is None:
        yield f"SIGNING_KEY of {len(environment.signing_key)}"
    elif environment.signing_key:
        yield "SIGNING_KEY, which only the first 'signet keys generate' reads"
    if keys := environment.key_encryption_keys:
        yield f"{len(keys)} in KEY_ENCRYPTION_KEYS"


def _time(lifetime: timedelta) -> str:
    """Whole days without hours and minutes."""
    return str(lifetime).removesuffix(", 0:00:00")


def _place(config: object) -> str:
    """Where a database or cache is, without the user and password that lead to it."""
    assert isinstance(config, dict)
    kind = str(config.get("ENGINE") or config.get("BACKEND")).rpartition(".")[2]
    location = place_of_cache(config["LOCATION"]) if "LOCATION" in config else ""
    server = ":".join(str(config[name]) for name in ("HOST", "PORT") if config.get(name))
    return " ".join(one for one in (kind, server, str(config.get("NAME", "")), location) if one)


def _mailer(config: Mapping[str, Any]) -> str:
    """How mail goes out, without the user and password of the server."""
    options = config.get("OPTIONS")
    return f"by {options['host']}:{options['port']}" if options else "printed, not sent"


def _asked(name: str, ask: Callable[[], bool], complaint: str) -> bool:
    try:
        fine = ask()
    except (Error, RedisError, OSError) as error:
        is_unmade = isinstance(error, Error) and is_no_file()
        why = REFUSING if isinstance(error, ResponseError) else "can't be reached"
        _line(name, UNMADE if is_unmade else f"{why} ({type(error).__name__})")
        return False
    _line(name, "answers" if fine else complaint)
    return fine


def _is_away(provider_id: str) -> bool:
    found = list(provider(provider_id))
    for one in found:
        # A server chooses some of the words, and none of them may speak to the terminal.
        _line(WHAT, visible(f"{one.found} {one.next_step}".rstrip()))
    return any(one.is_bad for one in found)


def _in_one_sentence(reasons: Sequence[str], away: Sequence[str]) -> str:
    if reasons:
        return f"Mend before 'signet serve': {', '.join(reasons)}."
    if away:
        return f"The service can start, but nobody can sign in with {', '.join(away)}."
    return "Everything is fine."


def _line(name: str, value: str) -> None:
    print(f"{name:<10} {value}")
