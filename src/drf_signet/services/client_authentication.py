"""Which service asks."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from drf_signet.errors import CountsUnavailableError
from drf_signet.service_clients import NOBODY, Client, client_named
from drf_signet.services.client_credentials import Credentials
from drf_signet.services.errors import InvalidClientError
from drf_signet.throttles import count_client


def authenticate_client(credentials: Credentials, address: str | None, now: datetime | None = None) -> Client:
    """
    The service with these *credentials*, which a request from the IP *address* presents.

    Raises `InvalidClientError`; `ThrottledError` where too many wrong ones came from there. Right ones are never
    refused for that: nobody can lock a service out, and its secret is too long to be guessed.
    """
    client = client_named(credentials.client_id) or NOBODY
    if client.has_secret(credentials.secret) and client is not NOBODY:
        return client
    refuse_client(address, now)
    raise InvalidClientError


def refuse_client(address: str | None, now: datetime | None = None) -> None:
    """Count a request with wrong credentials, or without any, from *address*. Raises `ThrottledError`."""
    with suppress(CountsUnavailableError):
        count_client(address, now)
