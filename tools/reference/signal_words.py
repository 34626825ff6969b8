"""What the page of signals adds to the source: the arguments by their names, and an example for each signal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEAD: Final = """# Signals
{note}

The signals that your code can receive. Receivers get keyword arguments, `sender` and `signal` among them: end the list
with `**kwargs`, as a later version may send more. `make reference` signs in, refreshes and signs up, and writes down
the arguments of the receivers; it runs the examples with those.

Signet sends `signing_in` and `sign_in_refused` before the answer is decided, so their receivers can change it. It sends
`account_taken_over` in the transaction of the change, and all others after the change is committed.
"""

ARGUMENTS: Final[Mapping[str, str]] = {
    "user": "the user, an instance of `AUTH_USER_MODEL`",
    "request": "the request, or None where a flow was called without one",
    "methods": 'how the user was authenticated, such as `("pwd",)`',
    "credentials": "the credentials of the request, with the password in plain text: never log them",
    "session": "the session, an instance of `drf_signet.sessions.models.Session`",
    "verdict": "the row of [the table of decisions](../decisions/0005-rotation.md), such as `Verdict.ROTATE`",
}

MAY_REFUSE: Final = ("signing_in", "sign_in_refused")
"""Their receivers may raise a `CredentialsError`. Errors of all others are logged, and change nothing."""

IN_TRANSACTION: Final = ("account_taken_over",)
"""Sent before the change is committed. An error of a receiver undoes it."""

EXAMPLES: Final[Mapping[str, str]] = {
    "signing_in": """\
class ClosedError(CredentialsError):
    code = "closed_today"
    default_message = "Come back tomorrow."


@receiver(signing_in)
def close_on_sundays(user, request, methods, **kwargs):
    if timezone.now().isoweekday() == 7 and not user.is_staff:
        raise ClosedError
""",
    "sign_in_refused": """\
@receiver(sign_in_refused)
def count_refusals(credentials, request, **kwargs):
    logging.getLogger("shop").info("refused: %s", credentials.get("username"))
""",
    "session_opened": """\
@receiver(session_opened)
def warn_of_a_new_device(session, **kwargs):
    session.user.email_user("A new sign-in", f"From {session.ip}, {session.user_agent}")
""",
    "session_rotated": """\
@receiver(session_rotated)
def note_activity(session, **kwargs):
    logging.getLogger("shop").debug("%s refreshed %d times", session.pk, session.generation)
""",
    "refresh_decided": """\
@receiver(refresh_decided)
def count_verdicts(session, verdict, **kwargs):
    logging.getLogger("shop").debug("a refresh: %s", verdict.name)
""",
    "session_ended": """\
@receiver(session_ended)
def close_what_is_open(session, **kwargs):
    logging.getLogger("shop").info("%s ended: %s", session.pk, session.revoke_reason)
""",
    "token_reused": """\
@receiver(token_reused)
def warn_of_a_theft(session, **kwargs):
    session.user.email_user("Was it you?", "A token of yours was used twice. You were signed out there.")
""",
    "signed_up": """\
@receiver(signed_up)
def make_a_profile(user, **kwargs):
    logging.getLogger("shop").info("a new account: %s", user.pk)
""",
    "email_verified": """\
@receiver(email_verified)
def welcome(user, **kwargs):
    user.email_user("Welcome", f"Hello {user.get_username()}!")
""",
    "account_taken_over": """\
@receiver(account_taken_over)
def end_memberships(user, **kwargs):
    user.groups.clear()
""",
}
"""One receiver each. The page shows it below the import of its signal."""

IMPORTS: Final[Mapping[str, str]] = {
    "receiver": "from django.dispatch import receiver",
    "logging": "import logging",
    "timezone": "from django.utils import timezone",
    "CredentialsError": "from drf_signet.errors import CredentialsError",
}

OF_DJANGO: Final = """## Django's own

Signet sends two signals of `django.contrib.auth.signals`, too: `user_logged_in` at each sign-in, where
[`UPDATE_LAST_LOGIN`](settings.md#update_last_login) is True, and `user_login_failed` if nobody has the credentials, or
if the user who has them may not sign in. Django handles errors of these receivers: they end the request.
"""
