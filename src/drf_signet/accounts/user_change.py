"""Change of what a user may change in passing, such as the names."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, IntegrityError, router, transaction

from drf_signet.accounts.project_rules import heeding_rules
from drf_signet.database_errors import outage
from drf_signet.errors import NameTakenError, UserNotFoundError


def change_user(user: AbstractBaseUser, changes: Mapping[str, object]) -> None:
    """
    Write *changes*, by field, and nothing else: the password may be changed by another request meanwhile.

    Raises `NameTakenError`, `UserRefusedError`, and `UserNotFoundError` where another request deleted the user.
    """
    for name, value in changes.items():
        setattr(user, name, value)
    try:
        with transaction.atomic(using=router.db_for_write(type(user))), heeding_rules():
            user.save(update_fields=list(changes))
    except IntegrityError:
        # Another request took a name that has to be unique, after it was looked at.
        raise NameTakenError from None
    except DatabaseError as error:
        # After a deadlock, MySQL has undone the whole transaction, and in it nothing more can be asked.
        if outage(error) is not None or _is_there(user):
            raise
        # Another request deleted the user, after they were looked up.
        raise UserNotFoundError from None


def _is_there(user: AbstractBaseUser) -> bool:
    model = type(user)
    return model._base_manager.using(router.db_for_write(model)).filter(pk=user.pk).exists()
