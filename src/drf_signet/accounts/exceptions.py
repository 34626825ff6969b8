"""What REST framework answers about accounts, beside what it answers about tokens and sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from rest_framework import status
from rest_framework.exceptions import APIException

from drf_signet.errors import (
    AccountInUseError,
    CountsUnavailableError,
    MailBusyError,
    SessionBusyError,
    SignetError,
    ThrottledError,
)
from drf_signet.exceptions import CountsUnavailable, TooManyRequests
from drf_signet.sessions.exceptions import CodedException, SessionBusy, TryAgain


class MailBusy(TryAgain):
    """503: the mail server has been away for long."""

    default_detail = MailBusyError.default_message
    default_code = MailBusyError.code
    wait = 60


class AccountInUse(CodedException):
    """409: something that has to stay depends on the account."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = AccountInUseError.default_message
    default_code = AccountInUseError.code


ANSWERS: Final[Mapping[type[SignetError], Callable[[], APIException]]] = {
    AccountInUseError: AccountInUse,
    CountsUnavailableError: CountsUnavailable,
    MailBusyError: MailBusy,
    SessionBusyError: SessionBusy,
}


def answer_to(error: Exception) -> Exception:
    """What is answered to *error* of a flow; *error* itself, if it is none."""
    if isinstance(error, ThrottledError):
        return TooManyRequests(error)
    answer = ANSWERS.get(type(error)) if isinstance(error, SignetError) else None
    return answer() if answer else error
