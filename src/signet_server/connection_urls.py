"""Checks the URL of a database or cache before anything connects. Messages hold no secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

import redis
from psycopg.pq import Conninfo

CACHE_OPTIONS: Final = frozenset(
    {
        *("client_name", "db", "health_check_interval", "max_connections", "password", "protocol"),
        *("socket_connect_timeout", "socket_keepalive", "socket_timeout", "timeout", "username"),
    }
)
OF_DJANGO: Final = frozenset(
    {"assume_role", "autocommit", "conn_health_checks", "conn_max_age", "disable_server_side_cursors"}
)
"""Options of DATABASE_URL that are not for the server."""

OF_MYSQL: Final = frozenset(
    {
        *("charset", "collation", "connect_timeout", "isolation_level", "read_timeout", "ssl_mode", "unix_socket"),
        *("conn_health_checks", "conn_max_age", "ssl_ca", "ssl_cert", "ssl_key", "write_timeout"),
    }
)

NUMBERS: Final = frozenset({"conn_max_age", "connect_timeout", "read_timeout", "tcp_user_timeout", "write_timeout"})
SWITCHES: Final = frozenset({"autocommit", "conn_health_checks", "disable_server_side_cursors"})
ISOLATION_LEVELS: Final = ("read committed", "repeatable read", "serializable")
INSTALL_DRIVER: Final = "pip install 'drf-signet[server,mysql]'"
NUMBERED: Final = re.compile(r"/?[0-9]{0,4}", re.ASCII)
"""The path of a cache: one of its databases."""


def problem_of_database(url: str) -> str | None:
    """What is wrong with the PostgreSQL *url*, as the end of a sentence; None if nothing is."""
    known = {one.keyword.decode() for one in Conninfo.get_defaults()} | OF_DJANGO
    return _problem(url, known.__contains__) or next(_odd_values(dict(_options(url))), None)


def problem_of_mysql(url: str) -> str | None:
    """What is wrong with the *url* of a MySQL or MariaDB database, as the end of a sentence; None if nothing is."""
    if find_spec("MySQLdb") is None:
        return f"needs a driver for MySQL and MariaDB: {INSTALL_DRIVER}"
    if not urlsplit(url).path.strip("/"):
        return "names no database: mysql://user:password@host:3306/name"
    return _problem(url, OF_MYSQL.__contains__) or next(_odd_values(dict(_options(url))), None)


def problem_of_cache(url: str) -> str | None:
    """What is wrong with the Redis *url*, as the end of a sentence; None if nothing is."""
    if (found := _problem(url, lambda name: name in CACHE_OPTIONS or name.startswith("ssl_"))) is not None:
        return found
    if NUMBERED.fullmatch(urlsplit(url).path) is None:
        return "names a database that isn't a number"
    try:
        redis.ConnectionPool.from_url(url).make_connection()
    except (TypeError, ValueError, OSError, redis.RedisError):
        return "has an option with a value that Redis connections don't accept"
    return None


def place_of_cache(url: str) -> str:
    """Where the cache is, without the user and password that lead to it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _problem(url: str, is_known: Callable[[str], bool]) -> str | None:
    parts = urlsplit(url)
    if parts.fragment or "@" in parts.path + parts.query:
        return "has an @, / or # in the user or password: write it as %40, %2F or %23"
    if not unquote(url).isprintable():
        return "has a character that can't be printed"
    try:
        options = _options(url)
    except ValueError:
        return "has an option without a value"
    unknown = [name for name, _ in options if not is_known(name)]
    return f"has the unknown option {unknown[0]!r}" if unknown else None


def _options(url: str) -> list[tuple[str, str]]:
    query = urlsplit(url).query
    return parse_qsl(query, strict_parsing=True) if query else []


def _odd_values(options: Mapping[str, str]) -> Iterator[str]:
    for name, value in options.items():
        if name in NUMBERS and not (value.isascii() and value.isdigit()):
            yield f"has the option {name!r}, which should be a whole number"
        if name == "isolation_level" and value.lower() not in ISOLATION_LEVELS:
            yield f"has the option {name!r}, which should be one of {', '.join(ISOLATION_LEVELS)}"
        if name in SWITCHES and value not in ("True", "False"):
            yield f"has the option {name!r}, which should be True or False"
