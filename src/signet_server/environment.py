"""What the operator says in environment variables: read once, checked, and refused in clear sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from environ import Env

MINIMUM_SECRET: Final = 50
"""Characters: what Django itself asks of ``SECRET_KEY``."""

CONNECT_TIMEOUT: Final = 5
"""Seconds until a database that says nothing counts as away."""

DATABASE_SCHEMES: Final = ("postgres", "postgresql", "sqlite")
CACHE_SCHEMES: Final = ("redis", "rediss", "valkey", "valkeys")
MAKE_SECRET: Final = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' makes one"


class EnvironmentProblemsError(Exception):
    """The environment can't be used. ``sentences`` says why, one variable each."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The environment, in the types the settings need."""

    secret_key: str = field(repr=False)
    signing_key: str = field(repr=False)
    allowed_hosts: tuple[str, ...]
    port: int
    database: Mapping[str, Any] = field(repr=False)
    cache: Mapping[str, Any] = field(repr=False)
    audience: str
    num_proxies: int
    is_demo: bool


def read_environment(variables: Mapping[str, str]) -> Environment:
    """
    Read SECRET_KEY, SIGNING_KEY, ALLOWED_HOSTS, PORT, DATABASE_URL, REDIS_URL, AUDIENCE, NUM_PROXIES and SIGNET_DEMO.

    Raises `EnvironmentProblemsError`, with every problem there is. No secret is ever part of a sentence.
    """
    problems: list[str] = []
    environment = Environment(
        secret_key=_secret(variables, "SECRET_KEY", problems),
        signing_key=_secret(variables, "SIGNING_KEY", problems),
        allowed_hosts=_hosts(variables, problems),
        port=_port(variables, problems),
        database=_database(variables, problems),
        cache=_cache(variables, problems),
        audience=variables.get("AUDIENCE") or "signet",
        num_proxies=_num_proxies(variables, problems),
        is_demo=_boolean(variables, "SIGNET_DEMO", problems),
    )
    if environment.secret_key and environment.secret_key == environment.signing_key:
        problems.append("SIGNING_KEY should not be the same as SECRET_KEY, so that either can be changed alone.")
    if problems:
        raise EnvironmentProblemsError(problems)
    return environment


def _secret(variables: Mapping[str, str], name: str, problems: list[str]) -> str:
    value = variables.get(name, "")
    if not value:
        problems.append(f"{name} is not set: {MAKE_SECRET}.")
    elif len(value) < MINIMUM_SECRET:
        problems.append(
            f"{name} has {len(value)} characters, and should have at least {MINIMUM_SECRET}: {MAKE_SECRET}."
        )
    return value


def _hosts(variables: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    hosts = tuple(one.strip() for one in variables.get("ALLOWED_HOSTS", "").split(",") if one.strip())
    if not hosts:
        problems.append("ALLOWED_HOSTS is not set: name the hosts this service answers for, such as auth.example.com.")
    elif "*" in hosts:
        problems.append("ALLOWED_HOSTS should name hosts; '*' lets anybody choose the host that links point at.")
    return hosts


def _port(variables: Mapping[str, str], problems: list[str]) -> int:
    value = variables.get("PORT") or "8000"
    if value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= 65_535:
        return int(value)
    problems.append(f"PORT should be a whole number from 1 to 65535, not {value!r}.")
    return 0


def _num_proxies(variables: Mapping[str, str], problems: list[str]) -> int:
    value = variables.get("NUM_PROXIES") or "0"
    if value.isascii() and value.isdigit() and len(value) == 1:
        return int(value)
    problems.append(f"NUM_PROXIES should be how many proxies stand in front, 0 to 9, not {value!r}.")
    return 0


def _database(variables: Mapping[str, str], problems: list[str]) -> Mapping[str, Any]:
    url = variables.get("DATABASE_URL") or f"sqlite:///{Path.cwd() / 'signet.sqlite3'}"
    scheme = url.partition(":")[0]
    if scheme not in DATABASE_SCHEMES or not (scheme == "sqlite" or _is_url(url)):
        problems.append("DATABASE_URL should look like postgres://user:password@host:5432/name or sqlite:////path.")
        return {}
    if scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    config: dict[str, Any] = Env.db_url_config(url)
    options = {"connect_timeout": CONNECT_TIMEOUT, **config.get("OPTIONS", {})}
    return {**config, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def _cache(variables: Mapping[str, str], problems: list[str]) -> Mapping[str, Any]:
    url = variables.get("REDIS_URL")
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    scheme, _, rest = url.partition(":")
    if scheme not in CACHE_SCHEMES or not _is_url(url):
        problems.append("REDIS_URL should look like redis://host:6379/0 (or rediss://, valkey://).")
        return {}
    location = f"{scheme.replace('valkey', 'redis')}:{rest}"
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location}


def _boolean(variables: Mapping[str, str], name: str, problems: list[str]) -> bool:
    value = variables.get(name, "0")
    if value not in ("0", "1"):
        problems.append(f"{name} should be 0 or 1, not {value!r}.")
    return value == "1"


def _is_url(url: str) -> bool:
    """Whether *url* says where: a host with a proper port, a path, or the folder of a socket."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname or parts.query) and parts.port != 0
    except ValueError:
        return False
