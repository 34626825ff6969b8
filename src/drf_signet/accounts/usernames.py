"""
Find the user with a username, or with a name that looks like it.

Each user has a row for each key of the name, which the database lets nobody else have: of two sign-ups at once with
names that look alike, one succeeds. Where the address is the username, there are no such rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError

from drf_signet.accounts.lookalikes import keys_of
from drf_signet.accounts.models import NameKey
from drf_signet.databases import beside, database_for
from drf_signet.user_identifier import key_of


def are_names_kept() -> bool:
    """Whether users have a username beside the address."""
    model = get_user_model()
    return model.get_email_field_name() != model.USERNAME_FIELD


def is_name_taken(name: str, but_for: AbstractBaseUser | None = None) -> bool:
    """Whether a user other than *but_for* has *name*, or one that looks like it. One query."""
    found = NameKey.objects.using(_database()).filter(key__in=keys_of(name))
    return (found.exclude(user_id=key_of(but_for)) if but_for else found).exists()


def claim_name(user: AbstractBaseUser) -> None:
    """
    Make sure that the name of *user*, who was saved a moment ago, is theirs. To be called in that transaction.

    Raises Django's `IntegrityError` where it looks like that of somebody else.
    """
    if are_names_kept():
        keys = _keys(user)
        if NameKey.objects.using(_database()).filter(key__in=keys, user_id=key_of(user)).count() < len(keys):
            raise IntegrityError("This name looks like another user's name.")


def keep_name(user: AbstractBaseUser) -> None:
    """Let *user*, who is new, have the keys of their name that nobody has. One query."""
    NameKey.objects.using(_database()).bulk_create(
        [NameKey(key=key, user_id=key_of(user)) for key in sorted(_keys(user))],
        ignore_conflicts=True,
    )


def keep_name_up(user: AbstractBaseUser) -> None:
    """The same for *user*, whose name may have changed. One query if it hasn't."""
    own = NameKey.objects.using(_database()).filter(user_id=key_of(user))
    keys, kept = _keys(user), set(own.values_list("key", flat=True))
    if kept - keys:
        own.exclude(key__in=keys).delete()
    if keys - kept:
        keep_name(user)


def forget_name(pk: Any) -> None:
    """Let others have the name of the user *pk*. One query."""
    NameKey.objects.using(_database()).filter(user_id=pk).delete()


def keep_name_of_saved(
    *,
    instance: AbstractBaseUser,
    created: bool,
    raw: bool,
    update_fields: Collection[str] | None,
    using: str | None = None,
    **kwargs: object,
) -> None:
    """A receiver of ``post_save``, for users who are made or renamed by whatever means, in whichever database."""
    if raw or not are_names_kept():
        return
    if not created and update_fields is not None and get_user_model().USERNAME_FIELD not in update_fields:
        return
    with beside(instance, using, NameKey) as is_there:
        if is_there:
            (keep_name if created else keep_name_up)(instance)


def _keys(user: AbstractBaseUser) -> frozenset[str]:
    # A column that may be empty is unlike any other that is.
    name = user.get_username()
    return frozenset() if name in (None, "") else keys_of(str(name))


def _database() -> str:
    return database_for(NameKey)
