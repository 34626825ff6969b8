"""Every environment variable of the service, in the type that the settings need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signet_server.argon2_cost import Argon2Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """
    The environment of the service.

    Each docstring begins with the name of the variable, and may end with its default or with "Needed.".
    """

    secret_key: str = field(repr=False)
    """SECRET_KEY: Django's secret, which signs the links in mails: at least 50 characters. Needed."""

    signing_key: str = field(repr=False)
    """SIGNING_KEY: the secret that signs the tokens: at least 50 characters, and another one. Leave it out with
    SIGNING_KEYS. Needed."""

    signing_keys: str | Path | None = field(repr=False)
    """SIGNING_KEYS: the keys, in place of SIGNING_KEY, if you want to [change them](../how-to/service.md#keys): a JWK
    Set, the path of a file with one, or ``table`` for the database. Default: none, so SIGNING_KEY signs."""

    key_encryption_keys: tuple[str, ...] = field(repr=False)
    """KEY_ENCRYPTION_KEYS: the key that encrypts those in the table: 32 random bytes in base64. Of several, the first
    encrypts, and all decrypt. Default: none."""

    allowed_hosts: tuple[str, ...]
    """ALLOWED_HOSTS: the host names that the service answers for, separated by commas. Needed."""

    port: int
    """PORT: the port to listen on, from 1 to 65535. Default: ``8000``."""

    database: Mapping[str, Any] = field(repr=False)
    """DATABASE_URL: PostgreSQL, MySQL or MariaDB by a URL, or SQLite by ``sqlite:////`` and the path of a file.
    Default: SQLite in ``signet.sqlite3`` in this folder."""

    cache: Mapping[str, Any] = field(repr=False)
    """REDIS_URL: Redis or Valkey, in which all processes count attempts together: ``redis://``, ``rediss://``,
    ``valkey://`` or ``valkeys://``. Default: memory of each process."""

    audience: str
    """AUDIENCE: the ``aud`` claim of the tokens. Default: ``signet``."""

    mail: Mapping[str, Any] = field(repr=False)
    """EMAIL_URL: the mail server: ``smtp+tls://``, ``smtp+ssl://`` or ``smtp://`` with user, password, host and port;
    or ``console:``, to print mails. Needed."""

    mail_from: str
    """EMAIL_FROM: the address that mails are from. Default: ``signet@`` and the first of ALLOWED_HOSTS."""

    public_url: str
    """PUBLIC_URL: where people find the service, for links in mails, and the ``iss`` claim of the tokens; its scheme is
    the scheme of the service. Default: ``https://`` and the first of ALLOWED_HOSTS."""

    site_name: str | None
    """SITE_NAME: what the service is called in mails and on pages: at most 60 characters. Default: the host of
    PUBLIC_URL."""

    num_proxies: int
    """NUM_PROXIES: how many proxies in front append to ``X-Forwarded-For``, from 0 to 9. Default: ``0``, which ignores
    that header."""

    services: Mapping[str, tuple[str, ...]] = field(repr=False)
    """SERVICES: the services that [may ask about tokens](../how-to/ask-the-service.md), such as
    ``orders:SECRET,billing:SECRET``, each with a secret of at least 32 characters, or ``sha256:`` and its SHA-256. A
    service can have several entries. Default: none."""

    providers: Mapping[str, Mapping[str, object]] = field(repr=False)
    """PROVIDERS_GOOGLE_CLIENT_ID: the id that [a provider](../how-to/service.md#providers) gave you for this service,
    so that people can sign in with their account there. Variables of that form name each provider, and what it needs.
    Default: no providers."""

    has_sign_in_codes: bool
    """SIGN_IN_CODES: ``0`` if nobody may [sign in with a code by mail](../how-to/service.md#providers). Default:
    ``1``."""

    is_demo: bool
    """SIGNET_DEMO: ``1`` in ``signet demo``, which sets it. Leave it alone. Default: ``0``."""

    argon2: Argon2Cost
    """ARGON2: the cost of the hash of a password: KiB of memory, passes, threads. Default: ``m=19456,t=2,p=1``."""

    has_admin: bool
    """ADMIN: ``0`` switches ``/admin/`` off. Default: ``1``."""

    metrics: tuple[str, int] | None
    """METRICS: where Prometheus finds [figures](../how-to/watch.md), as an address and a port, or a port of 127.0.0.1.
    Default: nowhere."""

    log_format: str
    """LOG_FORMAT: ``json`` for [logs](../how-to/watch.md#logs-in-json) with an object in each line, ``line`` for
    people. Default: ``line``."""

    rotates: bool
    """ROTATE_REFRESH_TOKENS: ``0`` for clients that never take the new refresh token of an answer; then
    [a stolen one goes unnoticed](../how-to/sessions.md#without-rotation). Default: ``1``."""

    @property
    def is_watched(self) -> bool:
        """Whether somebody wants to know to which endpoint a request went."""
        return self.metrics is not None or self.log_format == "json"
