"""Browsers that were sent to a provider: each comes back once, within ten minutes, with the secret in its cookie."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from drf_signet.databases import database_for
from drf_signet.errors import StateLostError
from drf_signet.identities.models import ProviderRequest
from drf_signet.identities.providers.redirect import Beginning
from drf_signet.sessions.purging import delete_some
from drf_signet.sessions.retries import until_settled
from drf_signet.tenant import current_tenant

LIFETIME: Final = timedelta(minutes=10)

AT_START: Final = 20
"""Expired rows at the most that one start deletes: more than it adds, so the table doesn't grow for ever."""


def keep_request(
    beginning: Beginning,
    *,
    provider: str,
    browser: str,
    redirect_uri: str,
    is_link: bool,
    session_id: UUID | None,
    now: datetime,
) -> None:
    """
    Keep what is needed when *browser* comes back, by the secret in its cookie. Neither secret can be read from the row.

    See `ProviderRequest` for *session_id*.
    """
    row = ProviderRequest(
        state=_digest(beginning.state),
        browser=_digest(browser),
        provider=provider,
        redirect_uri=redirect_uri,
        nonce=beginning.nonce,
        code_verifier=beginning.code_verifier,
        is_link=is_link,
        session_id=session_id,
        expires_at=now + LIFETIME,
    )
    until_settled(lambda: row.save(using=database_for(ProviderRequest), force_insert=True))
    expired = _rows().filter(expires_at__lte=now).order_by("expires_at")
    if expired.exists():
        delete_some(expired, AT_START)


def use_request(state: str, *, provider: str, browser: str | None, now: datetime) -> ProviderRequest:
    """
    The request that *browser* was sent to *provider* with. Of many who come back with it at once, one gets it.

    Raises `StateLostError` for all others, and where it was another browser, or longer than ten minutes ago. Only
    that browser uses it up.
    """
    if not state or not browser:
        raise StateLostError
    waiting = _rows().filter(pk=_digest(state), browser=_digest(browser), used_at=None, expires_at__gt=now)
    if not until_settled(lambda: waiting.update(used_at=now)):
        raise StateLostError
    found = _rows().filter(pk=_digest(state)).first()
    # Another process, whose clock is ahead, may have deleted the row as expired.
    if found is None or found.provider != provider:
        raise StateLostError
    return found


def _rows() -> QuerySet[ProviderRequest]:
    return ProviderRequest.objects.using(database_for(ProviderRequest))


def _digest(secret: str) -> str:
    # Tenants may share a table, and each has states of its own.
    return sha256(f"{current_tenant()} {secret}".encode(errors="surrogatepass")).hexdigest()
