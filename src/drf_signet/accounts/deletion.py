"""Deletion of an account by its user."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router, transaction
from django.utils import timezone

from drf_signet.accounts.compare_and_swap import hold_if_unchanged
from drf_signet.accounts.email_addresses import claims
from drf_signet.accounts.password_check import Confirmation, check_confirmation
from drf_signet.accounts.project_rules import heeding_references, heeding_rules
from drf_signet.accounts.usernames import forget_name
from drf_signet.errors import UserNotFoundError
from drf_signet.sessions.ending import end_all_of_key
from drf_signet.sessions.models import Reason
from drf_signet.sessions.retries import until_settled
from drf_signet.user_identifier import key_of


def delete_account(user: AbstractBaseUser, given: Confirmation) -> None:
    """
    Delete *user* and end their sessions.

    Raises what `check_confirmation` raises, `UserRefusedError`, and `AccountInUseError` where other rows protect the
    user's; and `UserNotFoundError` where another request deleted the user, or replaced the password, at the same
    moment.
    """
    check_confirmation(user, given)
    pk, key = user.pk, key_of(user)
    with heeding_references():
        until_settled(lambda: _delete(user, pk, key))


def _delete(user: AbstractBaseUser, pk: Any, key: Any) -> None:
    # Django takes it away where the transaction may still fail. Not by ``user.pk``, which sets those of all parents.
    setattr(user, type(user)._meta.pk.attname, pk)
    with transaction.atomic(using=router.db_for_write(type(user))):
        if not hold_if_unchanged(user, "password"):
            raise UserNotFoundError
        with heeding_rules(), heeding_references():
            user.delete()
        # Where ``delete`` is the project's own and keeps the row, this would stay as well.
        end_all_of_key(key, Reason.USER_DELETED, timezone.now())
        claims().filter(pk=key).delete()
        forget_name(key)
