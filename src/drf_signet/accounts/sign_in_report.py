"""A user says that a sign-in was somebody else's: they followed the link in the mail about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from drf_signet.accounts.known_devices import forget_since
from drf_signet.accounts.links import read_notice_token
from drf_signet.accounts.ways_in import forget_ways_since
from drf_signet.sessions.ending import end_opened_since
from drf_signet.sessions.models import Reason
from drf_signet.user_identifier import key_of
from drf_signet.user_rule import satisfies_rule
from signet_tokens.claims import CLOCK_SKEW

SKEW: Final = timedelta(seconds=CLOCK_SKEW)


def report_sign_in(token: str, now: datetime) -> bool:
    """
    End the session that *token* tells of and all that its user opened later, and know their devices no more.

    Other ways in that the user has since then are gone, such as an account elsewhere: a stranger would come back by it.

    Returns whether the user should be offered a new password: they have one, may sign in, and the mail for it would
    reach the address that *token* was sent to. Raises `LinkError` and `LinkExpiredError`.
    """
    notice = read_notice_token(token, now)
    user = notice.user
    # A later session may be one of a machine whose clock is behind.
    since = notice.signed_in_at - SKEW
    # First the sessions, which could make another way.
    end_opened_since(key_of(user), since, Reason.REPORTED, now)
    forget_ways_since(user, since)
    forget_since(str(key_of(user)), notice.signed_in_at)
    return notice.is_same_address and user.has_usable_password() and satisfies_rule(user)
