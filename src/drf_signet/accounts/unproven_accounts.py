"""
Accounts that a sign-up made at once, whose address nobody has proved since, and that nobody has used.

Versions before sign-ups were kept made them, and EMAIL_VERIFICATION "optional" does. Whoever made one may not be the
owner of the address. Where nobody signs in without having proved it, the owner is the first who gets in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, TextField

from drf_signet.accounts.email_addresses import claims, email_field, email_of
from drf_signet.accounts.models import EmailAddress
from drf_signet.accounts.project_rules import heeding_references
from drf_signet.accounts.user_fields import column, identifying_fields, name_fields, unique_fields
from drf_signet.conf import get_settings
from drf_signet.databases import database_for
from drf_signet.errors import AccountInUseError
from drf_signet.sessions.models import Session
from drf_signet.user_identifier import key_of

UNUSED: Final[Mapping[str, object]] = {"last_login": None, "is_staff": False}
"""What the user model says, where it has such columns, of a user that nobody has been."""


def unproven() -> QuerySet[EmailAddress]:
    """The claims of such accounts; none where addresses need no proof."""
    if get_settings().EMAIL_VERIFICATION != "mandatory":
        return claims().none()
    unused = {f"user__{name}": value for name, value in UNUSED.items() if column(name)}
    sessions = Session.objects.filter(user=OuterRef("pk"))
    return claims().filter(~Exists(sessions), verified_at=None, **unused)


def is_unproven(user: AbstractBaseUser) -> bool:
    """Whether *user* is such an account. One query."""
    return unproven().filter(pk=key_of(user), address=email_of(user)).exists()


def is_waiting(user: AbstractBaseUser) -> bool:
    """
    Whether a sign-up made *user*, who has neither followed a link nor been anybody yet. Two queries.

    Where such a user is inactive, it may be from the start: a link is good. It verifies the address, and no more.
    """
    if any(column(name) and getattr(user, name) != value for name, value in UNUSED.items()):
        return False
    claimed = claims().filter(pk=key_of(user), address=email_of(user), verified_at=None).exists()
    return claimed and not Session.objects.filter(user_id=key_of(user)).exists()


def forget_names(user: AbstractBaseUser) -> list[str]:
    """
    Empty what a sign-up chose for *user* and the user can write again, such as the first name. Nothing is saved.

    Returns the names of the fields. What identifies the user stays.
    """
    kept = {get_user_model().USERNAME_FIELD, email_field(), *unique_fields()}
    found = [name for name in (*identifying_fields(), *name_fields()) if name not in kept]
    texts = [name for name in found if isinstance(column(name), CharField | TextField)]
    for name in texts:
        setattr(user, name, "")
    return texts


def delete_unproven(before: datetime) -> Iterator[AbstractBaseUser]:
    """
    Delete such accounts, and say of each that it was deleted.

    Those that were made after *before* stay, where the user model has ``date_joined``, and those that other rows
    protect.
    """
    found = unproven().select_related("user")
    if column("date_joined"):
        found = found.filter(user__date_joined__lt=before)
    for claim in found.iterator():
        if _is_deleted(claim):
            yield claim.user


def _is_deleted(claim: EmailAddress) -> bool:
    using = database_for(EmailAddress)
    try:
        with heeding_references(), transaction.atomic(using=using):
            # The link may have been followed a moment ago.
            if not unproven().select_for_update().filter(pk=claim.pk).exists():
                return False
            claim.user.delete(using=using)
    except AccountInUseError:
        return False
    return True
