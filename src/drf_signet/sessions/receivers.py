"""
Ends the sessions of users who change, as soon as Django says so.

What Django doesn't say (``QuerySet.update``, raw SQL, another program) is found at the next refresh, which compares.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone

from drf_signet.databases import beside
from drf_signet.sessions.ending import end_all_of_key
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.new_password import end_for_new_password
from drf_signet.sessions.rehash import may_be_rehashed, remember_rehash
from drf_signet.user_identifier import key_of

UID: Final = "drf_signet.sessions"
PASSWORD: Final = "password"
REHASHED: Final = "_signet_rehashed"
"""On a user whose hash was replaced, that hash: an instance needs that once, and what it saves next is a change."""


def connect() -> None:
    """Listen to the user model, its proxies and subclasses, and the model it is a proxy of: all of them save users."""
    users = get_user_model()._meta.concrete_model or get_user_model()
    for model in apps.get_models():
        if issubclass(model, users):
            pre_save.connect(before_save, sender=model, dispatch_uid=UID)
            post_save.connect(after_save, sender=model, dispatch_uid=UID)
            pre_delete.connect(before_delete, sender=model, dispatch_uid=UID)


def before_save(
    *, instance: AbstractBaseUser, update_fields: Collection[str] | None, using: str | None = None, **kwargs: object
) -> None:
    """Write down that Django is about to replace the hash of a password by a newer one. Otherwise, no query."""
    if not _looks_like_rehash(instance, update_fields) or REHASHED in vars(instance):
        return
    stored = type(instance)._base_manager.using(using).filter(pk=instance.pk).first()
    with beside(instance, using, Session) as is_there:
        if is_there and stored is not None and may_be_rehashed(stored):
            remember_rehash(stored, instance)
            vars(instance)[REHASHED] = instance.password


def after_save(
    *,
    instance: AbstractBaseUser,
    created: bool,
    update_fields: Collection[str] | None,
    using: str | None = None,
    **kwargs: object,
) -> None:
    """End the sessions of a user who was disabled, or has a new password. Otherwise, no query."""
    if created:
        return
    is_disabled = _was_disabled(instance, update_fields)
    if not is_disabled and not _has_new_password(instance, update_fields):
        return
    with beside(instance, using, Session) as is_there:
        if is_there and is_disabled:
            end_all_of_key(key_of(instance), Reason.USER_INACTIVE, timezone.now())
        elif is_there:
            end_for_new_password(instance, timezone.now())


def before_delete(*, instance: AbstractBaseUser, using: str | None = None, **kwargs: object) -> None:
    """
    End the sessions of a user who is about to be deleted, and forget where they came from.

    The rows stay until they expire, so that stateless authentication learns of it.
    """
    with beside(instance, using, Session) as is_there:
        if is_there:
            end_all_of_key(key_of(instance), Reason.USER_DELETED, timezone.now())
            Session.objects.filter(user_id=key_of(instance)).update(user_agent="", ip=None)


def _has_new_password(user: AbstractBaseUser, update_fields: Collection[str] | None) -> bool:
    # ``set_password`` leaves the new one there until ``save`` is done.
    if vars(user).get("_password") is not None:
        return True
    was_saved = update_fields is not None and PASSWORD in update_fields
    return was_saved and vars(user).get(REHASHED) != user.password


def _was_disabled(user: AbstractBaseUser, update_fields: Collection[str] | None) -> bool:
    # From the instance alone: a field that was not loaded should not be loaded for this.
    return (update_fields is None or "is_active" in update_fields) and not vars(user).get("is_active", True)


def _looks_like_rehash(user: AbstractBaseUser, update_fields: Collection[str] | None) -> bool:
    # How Django's ``check_password`` saves: that field alone, after ``set_password``, whose trace it has removed.
    is_alone = update_fields is not None and set(update_fields) == {PASSWORD}
    return is_alone and vars(user).get("_password", PASSWORD) is None
