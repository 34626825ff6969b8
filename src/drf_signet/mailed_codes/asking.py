"""Asking for a code: a row is written, whoever has the address, and a mail is sent off the path of the request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drf_signet.accounts.outbox import post
from drf_signet.accounts.recipients import people_at
from drf_signet.mailed_codes import jobs
from drf_signet.mailed_codes.codes import digest_of, new_request
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.rows import LIFETIME, database, purge_some
from drf_signet.sessions.device import Device
from drf_signet.sessions.retries import until_settled
from drf_signet.throttles import count_mail

PURPOSE = "sign_in_code"


def ask_for_code(email: str, now: datetime, device: Device, client: str | None = None, pages: str | None = None) -> str:
    """
    Have a code sent to *email*, if somebody there may sign in, with a link to one of *pages* (see `pages_for`).

    Returns the request, without which the code opens nothing: only the *device* that asks may know it. It is asked for
    from the IP address *client*. The same is looked up and written, whoever has the address. Raises `ThrottledError`,
    and `MailBusyError` where too many mails are waiting.
    """
    count_mail(PURPOSE, client)
    people = people_at(email)
    request = new_request()
    row = MailedCode(
        address=email,
        request_digest=digest_of(request),
        user_agent=device.user_agent,
        ip=device.ip or None,
        created_at=now,
        expires_at=now + LIFETIME,
    )

    def write() -> None:
        with transaction.atomic(using=database()):
            # Not by force: what a dispatcher raises after the commit may have all this done again.
            row.save(using=database())
            post(jobs.send_code, people, code_id=str(row.pk), pages=pages)

    until_settled(write)
    purge_some(now)
    return request
