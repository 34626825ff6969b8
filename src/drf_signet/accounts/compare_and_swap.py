"""
Replacing what is stored of a user, unless another request replaced it first: of several that saw the same, one wins.

The condition is in the statement that writes, so it holds in every database and needs no lock. ``save`` follows, for
the signals on which sessions end.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router

from drf_signet.accounts.project_rules import heeding_rules


def replace(user: AbstractBaseUser, field: str, old: object) -> bool:
    """
    Save *field* of *user*, if *old* is what is stored. Returns whether it was. To be called in a transaction.

    False as well where the user is gone. Raises `UserRefusedError`.
    """
    if not _stored(user, field, old).update(**{field: getattr(user, field)}):
        return False
    with heeding_rules():
        user.save(update_fields=[field])
    return True


def hold_if_unchanged(user: AbstractBaseUser, field: str) -> bool:
    """
    Let nobody else write *user* until the end of the transaction, if *field* is stored as *user* has it.

    Returns whether it was.
    """
    value = getattr(user, field)
    return bool(_stored(user, field, value).update(**{field: value}))


def _stored(user: AbstractBaseUser, field: str, value: object) -> Any:
    # The table with the field: where one model extends another, Django would look first and write by primary key.
    model: Any = type(user)._meta.get_field(field).model
    key = getattr(user, model._meta.pk.attname)
    return model._base_manager.using(router.db_for_write(type(user))).filter(pk=key, **{field: value})
