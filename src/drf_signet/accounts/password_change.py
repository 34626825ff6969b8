"""Password change: by a signed-in user, who knows the old one, or has none and signed in a moment ago."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router, transaction

from drf_signet.accounts import jobs
from drf_signet.accounts.compare_and_swap import replace
from drf_signet.accounts.external_passwords import may_have_new_password
from drf_signet.accounts.outbox import post_notice
from drf_signet.accounts.password_check import Confirmation, check_confirmation, check_new_password
from drf_signet.accounts.recipients import person
from drf_signet.errors import PasswordElsewhereError, WrongPasswordError
from drf_signet.sessions.new_password import keeping
from drf_signet.sessions.retries import until_settled
from drf_signet.user_identifier import key_of


def change_password(
    user: AbstractBaseUser, given: Confirmation, new: str, session_id: UUID | None, pages: str | None = None
) -> None:
    """
    Set the password of *user*, or their first one, and end their sessions but *session_id*.

    They are told by mail, of the site of *pages*. Raises what `check_confirmation` raises, `PasswordElsewhereError`,
    `UserRefusedError`, and `PasswordRefusedError` for a password that AUTH_PASSWORD_VALIDATORS refuse.
    """
    if not may_have_new_password(user):
        raise PasswordElsewhereError
    check_confirmation(user, given)
    check_new_password(new, user)
    old = user.password
    until_settled(lambda: _set_password(user, old, new, session_id, pages))


def _set_password(user: AbstractBaseUser, old: str, new: str, session_id: UUID | None, pages: str | None) -> None:
    user.set_password(new)
    with transaction.atomic(using=router.db_for_write(type(user))), keeping(session_id):
        if not replace(user, "password", old):
            raise WrongPasswordError
        post_notice(jobs.tell_of_new_password, [person(user)], pages, user_id=str(key_of(user)))
