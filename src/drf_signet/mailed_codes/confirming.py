"""
Signing in by what was in the mail: the code, on the device that asked for it; or the link, in any browser.

In another browser than the one that asked, the link waits for the user to say that they asked. It opens a session
there, and never where the code was asked for: otherwise, anyone could ask for a code and wait for the owner to click.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from drf_signet.client_address import client_address
from drf_signet.errors import LinkError, LinkExpiredError, SessionBusyError
from drf_signet.keys_in_force import get_ring
from drf_signet.known_places import remember_place
from drf_signet.mailed_codes.asked_from import asked_from
from drf_signet.mailed_codes.codes import digest_of, is_code_of, read_token
from drf_signet.mailed_codes.errors import CodeError, CodeExpiredError, ConfirmationNeededError
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.owners import proved_owner
from drf_signet.mailed_codes.rows import asked_by, count_try, give_back, use, with_key
from drf_signet.opening import CODE, open_for
from drf_signet.sign_in_completion import completing

DOOR: Final = "code"
"""Guesses at codes lock no password, and guesses at passwords no code."""

Answer = TypeVar("Answer")
Issue = Callable[[AbstractBaseUser], Answer]


def sign_in_by_code(
    asked: str,
    typed: str,
    now: datetime,
    issue: Issue[Answer],
    request: HttpRequest | None,
    fields: Mapping[str, object],
) -> Answer:
    """
    What *issue* makes for the user to whose address the code was sent that the request *asked* for, if it is *typed*.

    A user who signs up by it gets *fields*. Raises `CodeError` for another code, `CodeExpiredError` for one that can't
    be used any more, `ThrottledError` after too many guesses at codes for the address, from wherever; and as `open_for`
    and `proved_owner`. What something else refuses leaves the code as it was, but for the try.
    """
    row = asked_by(asked)
    if row is None:
        raise CodeExpiredError
    with completing() as pending:
        pending.begin(row.address, _client(request), door=DOOR)
        if not count_try(row, now):
            raise CodeExpiredError
        is_right = is_code_of(row, typed)
        if not is_right or row.mailed_at is None:
            raise CodeError
        return _open(row, now, issue, request, fields, CodeExpiredError())


def sign_in_by_link(
    token: str,
    asked: str | None,
    now: datetime,
    issue: Issue[Answer],
    request: HttpRequest | None,
    fields: Mapping[str, object],
    *,
    is_confirmed: bool,
) -> Answer:
    """
    The same for the link with *token*, in the browser that *asked*, or in another one where the user *is_confirmed*.

    Nobody can guess it, so nothing is counted: strangers who guess codes lock nobody out who follows the link. Raises
    `ConfirmationNeededError`, which leaves the link as it was; `LinkError` and `LinkExpiredError`.
    """
    key = read_token(token)
    row = None if key is None else with_key(key)
    if row is None or row.used_at is not None:
        raise LinkError
    if row.expires_at <= now:
        raise LinkExpiredError
    is_same = asked is not None and constant_time_compare(row.request_digest, digest_of(asked))
    if not is_same and not is_confirmed:
        raise ConfirmationNeededError(asked_from(row))
    with completing():
        answer = _open(row, now, issue, request, fields, LinkError())
        remember_place(row.address, _client(request))
        return answer


def _open(
    row: MailedCode,
    now: datetime,
    issue: Issue[Answer],
    request: HttpRequest | None,
    fields: Mapping[str, object],
    over: Exception,
) -> Answer:
    # Before there is an account whose owner can be given no tokens.
    get_ring().check_signs()
    if not use(row, now):
        raise over
    try:
        user = proved_owner(row.address, fields, now)
        return open_for(user, lambda: issue(user), methods=[CODE], request=request)
    except Exception:
        # A project may ask for more, such as a second factor, and the user comes again with the same code.
        with suppress(DatabaseError, SessionBusyError):
            give_back(row)
        raise


def _client(request: HttpRequest | None) -> str | None:
    return None if request is None else client_address(request.META)
