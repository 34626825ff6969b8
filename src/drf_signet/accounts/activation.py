"""Activation: the link of a sign-up is followed, so the address is its user's."""

from __future__ import annotations

from datetime import datetime

from drf_signet.accounts import jobs
from drf_signet.accounts.addresses import verify_address
from drf_signet.accounts.links import Purpose, read_token
from drf_signet.accounts.outbox import post
from drf_signet.errors import AddressTakenError, LinkError
from drf_signet.sessions.retries import until_settled


def activate(token: str, now: datetime) -> None:
    """
    Verify the address of the user for whom *token* was made. The same where that was done before.

    Raises `LinkError`; a user who is disabled stays so.
    """
    user, _ = read_token(Purpose.ACTIVATION, token, now)
    try:
        until_settled(lambda: verify_address(user, now))
    except AddressTakenError:
        raise LinkError from None


def request_activation(email: str) -> None:
    """Send the link again to *email*, if somebody there needs it. Nothing is looked up before this returns."""
    post(jobs.resend_activation, email=email)
