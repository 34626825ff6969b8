"""The configuration in environment variables: read once, checked, and refused in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import getaddresses
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from environ import Env

from signet_server.argon2_cost import USUAL_COST, Argon2Cost, read_cost
from signet_server.connection_urls import problem_of_cache, problem_of_database, problem_of_mysql
from signet_server.environment_files import with_files
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_providers import read_providers
from signet_server.environment_services import read_services
from signet_server.environment_variables import Environment
from signet_server.environment_watching import read_log_format, read_metrics
from signet_server.signing_keys import read_key_encryption_keys, read_signing_keys

MINIMUM_SECRET: Final = 50
"""Characters: what Django itself asks of ``SECRET_KEY``."""

CONNECTION: Final[Mapping[str, int]] = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Of libpq: seconds, seconds, seconds, a number, and milliseconds until a server that says nothing counts as away."""

LOCK_TIMEOUT: Final = 2.5
"""Seconds that a statement waits for the lock of the SQLite file."""

DATABASE_SCHEMES: Final = ("mysql", "postgres", "postgresql", "sqlite")
CACHE_SCHEMES: Final = ("redis", "rediss", "valkey", "valkeys")
MAIL_SCHEMES: Final = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
"""With the usual port of each."""

CACHE_ENTRIES: Final = 100_000
"""So many that a flood of names doesn't make the cache forget what it counted."""

HOST: Final = re.compile(r"[\w.:-]+")
"""A name or an address: nothing that urlsplit would take for one, and no resolver."""

MAIL_TIMEOUT: Final = 10
"""Seconds until a mail server that says nothing counts as away."""

ORIGIN: Final = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.ASCII)
"""A scheme, one host and perhaps a port, in lower case; no user, no path, and no wildcard."""

LONGEST_NAME: Final = 60
"""Characters: it has to fit into the subject of a mail."""

MAKE_SECRET: Final = "run python3 -c 'import secrets; print(secrets.token_urlsafe(64))' to make one"
ANOTHER_WAY: Final = {"SIGNING_KEY": " Or set SIGNING_KEYS to what 'signet keys generate' prints."}


def read_environment(variables: Mapping[str, str]) -> Environment:
    """
    Read the variables that `Environment` names, and the files of those that are secret.

    Raises `EnvironmentProblemsError`, with every problem there is. No secret is ever part of a sentence.
    """
    variables = with_files(variables)
    problems: list[str] = []
    secret_key = _secret(variables, "SECRET_KEY", problems)
    signing_keys = read_signing_keys(variables, problems)
    is_needed = signing_keys is None or variables.get("SIGNING_KEY")
    signing_key = _secret(variables, "SIGNING_KEY", problems) if is_needed else ""
    hosts, port = _hosts(variables, problems), _port(variables, problems)
    environment = Environment(
        secret_key=secret_key,
        signing_key=signing_key,
        signing_keys=signing_keys,
        key_encryption_keys=read_key_encryption_keys(variables, problems),
        allowed_hosts=hosts,
        port=port,
        database=_database(variables, problems),
        cache=_cache(variables, problems),
        audience=variables.get("AUDIENCE") or "signet",
        mail=_mail(variables, problems),
        mail_from=_mail_from(variables, hosts, problems),
        public_url=_public_url(variables, hosts, problems),
        site_name=_site_name(variables, problems),
        num_proxies=_num_proxies(variables, problems),
        argon2=_argon2(variables, problems),
        services=read_services(variables.get("SERVICES", ""), problems),
        providers=read_providers(variables, problems),
        has_sign_in_codes=_boolean(variables, "SIGN_IN_CODES", "1", problems),
        is_demo=_boolean(variables, "SIGNET_DEMO", "0", problems),
        has_admin=_boolean(variables, "ADMIN", "1", problems),
        metrics=read_metrics(variables.get("METRICS", ""), port, problems),
        log_format=read_log_format(variables.get("LOG_FORMAT") or "line", problems),
        rotates=_boolean(variables, "ROTATE_REFRESH_TOKENS", "1", problems),
    )
    if environment.secret_key and environment.secret_key == environment.signing_key:
        problems.append("SIGNING_KEY should differ from SECRET_KEY, so that you can change one without the other.")
    if problems:
        raise EnvironmentProblemsError(problems)
    return environment


def _secret(variables: Mapping[str, str], name: str, problems: list[str]) -> str:
    value = variables.get(name, "")
    if not value:
        problems.append(f"{name} is not set: {MAKE_SECRET}.{ANOTHER_WAY.get(name, '')}")
    elif "-----BEGIN " in value:
        problems.append(f"{name} is a key in PEM form, but should be a secret: {MAKE_SECRET}.")
    elif len(value) < MINIMUM_SECRET:
        problems.append(
            f"{name} has {len(value)} characters, but should have at least {MINIMUM_SECRET}: {MAKE_SECRET}."
        )
    return value


def _hosts(variables: Mapping[str, str], problems: list[str]) -> tuple[str, ...]:
    hosts = tuple(one.strip() for one in variables.get("ALLOWED_HOSTS", "").split(",") if one.strip())
    if not hosts:
        problems.append("ALLOWED_HOSTS is not set. Name the hosts of this service, such as auth.example.com.")
    elif "*" in hosts:
        problems.append("ALLOWED_HOSTS should name hosts: with '*', anyone can choose the host of a link.")
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
    problems.append(f"NUM_PROXIES should be the number of proxies in front, 0 to 9, not {value!r}.")
    return 0


def _database(variables: Mapping[str, str], problems: list[str]) -> Mapping[str, Any]:
    url = variables.get("DATABASE_URL") or f"sqlite:///{Path.cwd() / 'signet.sqlite3'}"
    scheme = url.partition(":")[0]
    if scheme not in DATABASE_SCHEMES or not (scheme == "sqlite" or _is_url(url)):
        problems.append(
            "DATABASE_URL should look like postgres://user:password@host:5432/name, "
            "mysql://user:password@host:3306/name or sqlite:////path."
        )
        return {}
    if scheme == "sqlite":
        if not url.startswith("sqlite:///") or "?" in url or not url.isprintable():
            problems.append("DATABASE_URL for SQLite should be sqlite:/// and the path of a file, without options.")
        return {
            "ENGINE": "signet_server.databases.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {
                "timeout": LOCK_TIMEOUT,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    problem = problem_of_mysql(url) if scheme == "mysql" else problem_of_database(url)
    if problem is not None:
        problems.append(f"DATABASE_URL {problem}.")
        return {}
    backend = "mysql" if scheme == "mysql" else "postgresql"
    config: dict[str, Any] = Env.db_url_config(url, engine=f"signet_server.databases.{backend}")
    options = config.get("OPTIONS", {})
    options = _mysql_options(options) if scheme == "mysql" else {**CONNECTION, **options}
    return {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **config, "OPTIONS": options}


def _mysql_options(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """As the driver takes them: what a URL says of certificates is one option there."""
    certificates = {name: options[f"ssl_{name}"] for name in ("ca", "cert", "key") if f"ssl_{name}" in options}
    plain = {name: value for name, value in options.items() if name.removeprefix("ssl_") not in certificates}
    return {**plain, "ssl": certificates} if certificates else plain


def _cache(variables: Mapping[str, str], problems: list[str]) -> Mapping[str, Any]:
    url = variables.get("REDIS_URL")
    if not url:
        return {
            "BACKEND": "signet_server.local_cache.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES},
        }
    scheme, _, rest = url.partition(":")
    if scheme not in CACHE_SCHEMES or not _is_url(url):
        problems.append("REDIS_URL should look like redis://host:6379/0 (or rediss://, valkey://).")
        return {}
    location = f"{scheme.replace('valkey', 'redis')}:{rest}"
    if (problem := problem_of_cache(location)) is not None:
        problems.append(f"REDIS_URL {problem}.")
        return {}
    return {"BACKEND": "signet_server.redis_cache.BoundedRedisCache", "LOCATION": location}


def _mail(variables: Mapping[str, str], problems: list[str]) -> Mapping[str, Any]:
    url = variables.get("EMAIL_URL", "")
    scheme = url.partition(":")[0]
    if url == "console:":
        return {"BACKEND": "drf_signet.accounts.console_mail.ConsoleMailBackend"}
    if scheme not in MAIL_SCHEMES or not _is_server(url) or not unquote(url).isprintable():
        problems.append(
            "EMAIL_URL should be smtp+tls://user:password@host:587 (or smtp+ssl://, smtp://) to send e-mails, or "
            "console: to print them."
        )
        return {}
    config = Env.email_url_config(url)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": config["EMAIL_HOST"],
            "port": config["EMAIL_PORT"] or MAIL_SCHEMES[scheme],
            "username": config["EMAIL_HOST_USER"] or "",
            "password": config["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": bool(config.get("EMAIL_USE_TLS")),
            "use_ssl": bool(config.get("EMAIL_USE_SSL")),
            "timeout": MAIL_TIMEOUT,
        },
    }


def _mail_from(variables: Mapping[str, str], hosts: tuple[str, ...], problems: list[str]) -> str:
    value = variables.get("EMAIL_FROM") or f"signet@{_first(hosts)}"
    try:
        # More than one address, and a line break, would make a header that Django refuses to send.
        (address,) = getaddresses([value])
        EmailValidator(allowlist=[_first(hosts)])(address[1])
        is_good = value.isprintable()
    except (ValidationError, ValueError):
        is_good = False
    if not is_good:
        problems.append("EMAIL_FROM should be the sender's address of the e-mails, such as signet@example.com.")
    return value


def _public_url(variables: Mapping[str, str], hosts: tuple[str, ...], problems: list[str]) -> str:
    # As browsers write an origin: CSRF_TRUSTED_ORIGINS holds it, too.
    value = (variables.get("PUBLIC_URL") or f"https://{_first(hosts)}").rstrip("/").lower()
    if not variables.get("PUBLIC_URL") and hosts and all(one.startswith(".") for one in hosts):
        problems.append("PUBLIC_URL is not set, and ALLOWED_HOSTS names no host that a link could use.")
    elif ORIGIN.fullmatch(value) is None or not _is_url(value):
        problems.append("PUBLIC_URL should be the address of this service, such as https://auth.example.com.")
    return value


def _site_name(variables: Mapping[str, str], problems: list[str]) -> str | None:
    value = variables.get("SITE_NAME") or None
    if value is not None and not (value.isprintable() and value.strip() == value and len(value) <= LONGEST_NAME):
        problems.append(f"SITE_NAME should be a name of at most {LONGEST_NAME} characters, such as Example.")
    return value


def _first(hosts: tuple[str, ...]) -> str:
    """The host to speak of where none is named."""
    return next((one for one in hosts if not one.startswith(".")), "localhost")


def _boolean(variables: Mapping[str, str], name: str, default: str, problems: list[str]) -> bool:
    value = variables.get(name) or default
    if value not in ("0", "1"):
        problems.append(f"{name} should be 0 or 1, not {value!r}.")
    return value == "1"


def _argon2(variables: Mapping[str, str], problems: list[str]) -> Argon2Cost:
    try:
        return read_cost(variables.get("ARGON2") or USUAL_COST)
    except ValueError as error:
        problems.append(str(error))
        return Argon2Cost(0, 0, 0)


def _is_server(url: str) -> bool:
    """Whether *url* names a host, and nothing after it that would be ignored."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return HOST.fullmatch(host) is not None and parts.port != 0 and url.endswith(parts.netloc)
    except ValueError:
        return False


def _is_url(url: str) -> bool:
    """Whether *url* says where: a host with a proper port, a path, or the folder of a socket."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname or parts.query) and parts.port != 0
    except ValueError:
        return False
