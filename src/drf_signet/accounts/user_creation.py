"""Making a user, by the project's own manager, with a claim to the address."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured

from drf_signet.accounts.email_addresses import AddressHolders, claims, email_of
from drf_signet.accounts.project_rules import heeding_rules
from drf_signet.accounts.user_fields import column
from drf_signet.accounts.user_manager import make_user, problems
from drf_signet.accounts.usernames import are_names_kept, claim_name
from drf_signet.errors import AddressTakenError, UserRefusedError
from drf_signet.user_identifier import key_of
from drf_signet.user_rule import satisfies_rule

logger: Final = logging.getLogger("drf_signet")


def create_account(
    fields: Mapping[str, object],
    hashed: str,
    holders: AddressHolders,
    verified_at: datetime | None,
    name: str | None = None,
) -> AbstractBaseUser:
    """
    A new user with *fields*, by the user manager, and the password of which *hashed* is the hash.

    The username is *name* where neither *fields* nor the manager have one. There has to be one, unless its field is
    ``blank``.

    To be called in a transaction in which *holders* were found. Raises `AddressTakenError`; Django's `IntegrityError`
    where another field is somebody's, or looks like it, or another request took the address meanwhile; and what
    `make_user` raises.
    """
    if holders.is_taken:
        raise AddressTakenError
    if holders.claim is not None:
        holders.claim.delete()
    user = make_user(fields, hashed)
    if name and not user.get_username():
        setattr(user, get_user_model().USERNAME_FIELD, name)
        with heeding_rules():
            user.save(update_fields=[get_user_model().USERNAME_FIELD])
    _refuse_nameless(user)
    claim_name(user)
    claims().create(pk=key_of(user), address=email_of(user), verified_at=verified_at)
    if not satisfies_rule(user):
        logger.warning(
            "The user %s is inactive from the start. The link of the sign-up doesn't change that.", key_of(user)
        )
    return user


def _refuse_nameless(user: AbstractBaseUser) -> None:
    # One user could have no name, and it would be taken for all others.
    field = column(get_user_model().USERNAME_FIELD)
    if are_names_kept() and user.get_username() == "" and field is not None and not field.blank:
        logger.error("A sign-up found no %s that a %s can have.", field.name, get_user_model()._meta.label)
        raise UserRefusedError


def check_manager_takes(fields: Iterable[str]) -> None:
    """Raise `ImproperlyConfigured` unless `create_account` can call the user manager with arguments named *fields*."""
    for problem in problems(fields):
        raise ImproperlyConfigured(f"A sign-up can't create a user with the user manager: {problem}")
