"""An account that its owner took over from a stranger keeps none of the stranger's identities."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.signals import account_taken_over
from drf_signet.accounts.ways_in import register_way_in
from drf_signet.identities.known_identities import NAME, forget_identities_of, forget_identities_since, has_identity

UID: Final = "drf_signet.identities"


def connect() -> None:
    """Listen to accounts, and tell them of the way in."""
    account_taken_over.connect(forget_strangers, dispatch_uid=UID)
    register_way_in(NAME, has_identity, forget_identities_since)


def forget_strangers(*, user: AbstractBaseUser, **kwargs: object) -> None:
    """Delete the identities of *user*, in the transaction in which the account changes hands."""
    forget_identities_of(user)
