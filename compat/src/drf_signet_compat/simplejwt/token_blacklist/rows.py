"""Tokens as rows of the two tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, router, transaction

from drf_signet.errors import MissingClaimError, TokenError, UserNotFoundError
from drf_signet.user_identifier import attribute_for
from drf_signet_compat.simplejwt.exceptions import TokenBlacklistedError
from drf_signet_compat.simplejwt.settings import api_settings
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from drf_signet_compat.simplejwt.token_store import StoredToken
from drf_signet_compat.simplejwt.users import find_user, users_of
from drf_signet_compat.simplejwt.utils import datetime_from_epoch
from signet_tokens.claims import read_time

LONGEST_JTI: Final = 255


class Rows:
    """The records of the app. Everything is read where it is written: a replica may not have heard yet."""

    def is_blacklisted(self, token: StoredToken) -> bool:
        """Whether *token* was revoked. One query, which also finds the row of the token."""
        jti = token.get(api_settings.JTI_CLAIM)
        if not _can_be_stored(jti):
            return False
        found = (
            OutstandingToken.objects.using(_database())
            .filter(jti=jti)
            .order_by()
            .values_list("pk", "blacklistedtoken__pk")[:1]
        )
        for row, blacklisted in found:
            token.row = (str(jti), row)
            return blacklisted is not None
        return False

    def outstand(self, token: StoredToken) -> tuple[OutstandingToken, bool]:
        """Write *token* down. The row, and whether it is new."""
        jti = _jti_of(token)
        manager = OutstandingToken.objects.using(_database())
        if token.has_new_jti:
            row, is_new = manager.create(jti=jti, **{name: find(token) for name, find in COLUMNS.items()}), True
        else:
            # As functions, which are not called where there is a row.
            columns = {name: partial(find, token) for name, find in COLUMNS.items()}
            row, is_new = manager.get_or_create(jti=jti, defaults=columns)
        token.row = (jti, row.pk)
        return row, is_new

    def blacklist(self, token: StoredToken) -> tuple[BlacklistedToken, bool]:
        """Take *token* back. The row, and whether it is new: of several at once, one makes it."""
        # The row found when the token was read may be gone, unless that was a moment ago.
        row = self._row_of(token) if token.is_rotating else self.outstand(token)[0].pk
        manager = BlacklistedToken.objects.using(_database())
        try:
            # Inside of a rotation nothing goes on after a conflict, so there is nothing to go back to.
            with transaction.atomic(using=_database(), savepoint=not token.is_rotating):
                return manager.create(token_id=row), True
        except IntegrityError:
            if token.is_rotating:
                raise TokenBlacklistedError from None
            return manager.get(token_id=row), False

    @contextmanager
    def rotating(self, token: StoredToken) -> Iterator[None]:
        """One transaction that revokes *token* and records the next one, at most once."""
        if api_settings.BLACKLIST_AFTER_ROTATION:
            # Before: in a transaction that begins with a read, SQLite lets nobody write who is not alone.
            self._row_of(token)
        try:
            with transaction.atomic(using=_database()):
                token.is_rotating = True
                yield
        except IntegrityError:
            # Found at the end of the transaction: the user was deleted since they were looked up.
            raise UserNotFoundError from None
        finally:
            token.is_rotating = False

    def _row_of(self, token: StoredToken) -> int:
        if token.row is None or token.row[0] != token.get(api_settings.JTI_CLAIM):
            self.outstand(token)
        assert token.row is not None
        return token.row[1]


def _database() -> str:
    return router.db_for_write(OutstandingToken)


def _can_be_stored(jti: object) -> bool:
    return isinstance(jti, str) and len(jti) <= LONGEST_JTI and "\0" not in jti


def _jti_of(token: StoredToken) -> str:
    jti = token.get(api_settings.JTI_CLAIM)
    if jti is None:
        raise MissingClaimError("Token has no id")
    if not _can_be_stored(jti):
        raise TokenError
    return str(jti)


def _owner_of(token: StoredToken) -> AbstractBaseUser | None:
    identifier = token.get(api_settings.USER_ID_CLAIM)
    if token.owner is not None and str(getattr(token.owner, attribute_for(api_settings.USER_ID_FIELD))) == str(
        identifier
    ):
        return token.owner
    return find_user(users_of(get_user_model()).db_manager(_database()), identifier)


def _text_of(token: StoredToken) -> str:
    if token.token is None or token.has_new_jti:
        return str(token)
    # The raw token, so that a service without the private key can revoke it.
    return token.token.decode() if isinstance(token.token, bytes) else token.token


def _created_at(token: StoredToken) -> datetime:
    return token.current_time


def _expires_at(token: StoredToken) -> datetime:
    return datetime_from_epoch(read_time(token.get("exp")))


COLUMNS: Final[Mapping[str, Callable[[StoredToken], object]]] = {
    "user": _owner_of,
    "token": _text_of,
    "created_at": _created_at,
    "expires_at": _expires_at,
}
"""What is written down of a token beside its identifier."""
