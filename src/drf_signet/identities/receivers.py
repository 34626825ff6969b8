"""What happens to accounts: the link of a sign-up is followed, or one is taken over from a stranger."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.activation import sign_up_opened
from drf_signet.accounts.signals import account_taken_over
from drf_signet.accounts.ways_in import register_way_in
from drf_signet.identities.known_identities import NAME, forget_identities_of, forget_identities_since, has_identity
from drf_signet.identities.waiting_identities import settle

UID: Final = "drf_signet.identities"


def connect() -> None:
    """Listen to accounts, and tell them of the way in."""
    account_taken_over.connect(forget_strangers, dispatch_uid=UID)
    sign_up_opened.connect(keep_waiting_identity, dispatch_uid=UID)
    register_way_in(NAME, has_identity, forget_identities_since)


def keep_waiting_identity(*, user: AbstractBaseUser, sign_up_id: UUID, now: datetime, **kwargs: object) -> None:
    """Let *user* sign in with the identity that the sign-up came with, in the transaction that makes the user."""
    settle(sign_up_id, user, now)


def forget_strangers(*, user: AbstractBaseUser, **kwargs: object) -> None:
    """Delete the identities of *user*, in the transaction in which the account changes hands."""
    forget_identities_of(user)
