"""What REST framework answers about accounts, beside what it answers about tokens and sessions."""

from __future__ import annotations

from rest_framework import status
from rest_framework.exceptions import ValidationError

from drf_signet.errors import AccountInUseError, ThrottledError, TokenUserError, UserRefusedError
from drf_signet.exceptions import AuthenticationFailed, TooManyRequests, answer_to_outage
from drf_signet.sessions.exceptions import CodedException
from drf_signet.translation import translated


class AccountInUse(CodedException):
    """409: something that has to stay depends on the account."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = AccountInUseError.default_message
    default_code = AccountInUseError.code


def answer_to(error: Exception) -> Exception:
    """What is answered to *error* of a flow; *error* itself, if it is none."""
    match error:
        case ThrottledError():
            return TooManyRequests(error)
        case AccountInUseError():
            return AccountInUse()
        case UserRefusedError():
            return ValidationError({"non_field_errors": [translated(one) for one in error.messages]})
        case TokenUserError():
            return AuthenticationFailed(error.message, error.code)
        case _:
            return answer_to_outage(error)
