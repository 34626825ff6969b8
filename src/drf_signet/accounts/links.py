"""
What the links in mails carry: a token for one purpose, one user and their present address and password.

A token of one purpose is nothing to another, and one of one tenant nothing to another. It ends with its time, and when
the address or the password changes. It is signed by Django's ``Signer`` under ``SECRET_KEY`` (whose fallbacks verify),
and nothing about it is stored. Before there is a user, it carries the sign-up.

One that reports a sign-in outlives both changes: whoever signed in may have made them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

from drf_signet.accounts.email_addresses import email_of
from drf_signet.conf import get_settings
from drf_signet.errors import LinkError, LinkExpiredError
from drf_signet.known_places import canonical
from drf_signet.password_fingerprint import fingerprint, fingerprints
from drf_signet.settings import Settings
from drf_signet.tenant import for_tenant
from drf_signet.user_identifier import key_of
from drf_signet.user_rule import satisfies_rule
from drf_signet.user_table import written_users

TOKEN_LENGTH: Final = 2_048
"""Characters that are read; a token has a few hundred."""


NOTICE_LIFETIME: Final = timedelta(days=7)
"""For how long a user can say that a sign-in was somebody else's."""


class Purpose(Enum):
    """What a link is for; the value keeps the signatures of one apart from those of the others."""

    ACTIVATION = "activation"
    PASSWORD_RESET = "password_reset"
    EMAIL_CHANGE = "email_change"
    SIGN_IN = "sign_in"
    SIGN_IN_NOTICE = "sign_in_notice"


LIFETIMES: Final[Mapping[Purpose, Callable[[Settings], timedelta]]] = {
    Purpose.ACTIVATION: lambda settings: settings.ACTIVATION_LIFETIME,
    Purpose.PASSWORD_RESET: lambda settings: settings.PASSWORD_RESET_LIFETIME,
    Purpose.EMAIL_CHANGE: lambda settings: settings.EMAIL_CHANGE_LIFETIME,
    Purpose.SIGN_IN_NOTICE: lambda _: NOTICE_LIFETIME,
}


class Notice(NamedTuple):
    """The sign-in that a token tells of."""

    user: AbstractBaseUser
    signed_in_at: datetime
    is_same_address: bool
    """Whether the user still has the address that the token was sent to."""


def make_token(purpose: Purpose, user: AbstractBaseUser, now: datetime, **more: str) -> str:
    """A token for *purpose*, with *more* to be read from it later."""
    until = now + LIFETIMES[purpose](get_settings())
    content = {
        "user": str(key_of(user)),
        "until": int(until.timestamp()),
        "password": fingerprint(user),
        "address": _digest(email_of(user)),
        **more,
    }
    return _signer(purpose).sign_object(content)


def read_token(purpose: Purpose, token: str, now: datetime) -> tuple[AbstractBaseUser, Mapping[str, object]]:
    """
    The user for whom *token* was made, who may sign in, and all that it carries. One query.

    Raises as `read_any_token`, and `LinkError` where the user is disabled.
    """
    user, content = read_any_token(purpose, token, now)
    if not satisfies_rule(user):
        raise LinkError
    return user, content


def read_any_token(purpose: Purpose, token: str, now: datetime) -> tuple[AbstractBaseUser, Mapping[str, object]]:
    """
    The same, whether or not the user may sign in.

    Raises `LinkExpiredError`, and `LinkError` for a token that is forged or of another purpose, or whose user is gone,
    or has another address or password than then.
    """
    content = _content(purpose, token, now)
    user = _load(content["user"])
    is_same_password = any(constant_time_compare(content["password"], one) for one in fingerprints(user))
    if not is_same_password or content["address"] != _digest(email_of(user)):
        raise LinkError
    return user, content


def make_notice_token(user_id: str, address: str, signed_in_at: datetime, now: datetime) -> str:
    """A token to report what was opened for the user *user_id* at *signed_in_at*, for a mail to *address*."""
    content = {
        "user": user_id,
        "until": int((now + NOTICE_LIFETIME).timestamp()),
        "signed_in_at": signed_in_at.isoformat(),
        "address": _digest(canonical(address)),
    }
    return _signer(Purpose.SIGN_IN_NOTICE).sign_object(content)


def read_notice_token(token: str, now: datetime) -> Notice:
    """
    What *token* tells of, whatever has changed since. One query.

    Raises `LinkExpiredError`, and `LinkError` for a token that is forged or of another purpose, or whose user is gone.
    """
    content = _content(Purpose.SIGN_IN_NOTICE, token, now)
    user = _load(content["user"])
    is_same_address = content["address"] == _digest(email_of(user))
    return Notice(user, datetime.fromisoformat(content["signed_in_at"]), is_same_address)


def make_sign_up_token(sign_up_id: UUID) -> str:
    """A token to open the account of the sign-up *sign_up_id*. When it ends, the sign-up knows."""
    return _sign_up_signer().sign_object(str(sign_up_id))


def read_sign_up_token(token: str) -> UUID | None:
    """The sign-up for which *token* was made, if it is such a token. No query."""
    try:
        return UUID(_sign_up_signer().unsign_object(token))
    except (BadSignature, ValueError):
        return None


def _content(purpose: Purpose, token: str, now: datetime) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError):
        raise LinkError from None
    if now.timestamp() > content["until"]:
        raise LinkExpiredError
    return content


def _signer(purpose: Purpose) -> Signer:
    return Signer(salt=for_tenant(f"drf_signet.accounts.links.{purpose.value}"))


def _sign_up_signer() -> Signer:
    # Not that of activation: servers of the version before would not know what to do with it.
    return Signer(salt=for_tenant("drf_signet.accounts.links.sign_up"))


def _digest(address: str) -> str:
    # A token may be mailed to another address, whose reader need not learn this one.
    return sha256(address.encode()).hexdigest()[:16]


def _load(pk: str) -> AbstractBaseUser:
    try:
        return written_users().get(pk=pk)
    except (ObjectDoesNotExist, ValueError, ValidationError):
        raise LinkError from None
