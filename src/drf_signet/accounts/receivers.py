"""Refuses a sign-in until the address is verified, whichever endpoint or token it is for."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.addresses import is_verified
from drf_signet.conf import get_settings
from drf_signet.errors import EmailNotVerifiedError
from drf_signet.signals import signing_in

UID: Final = "drf_signet.accounts"


def connect() -> None:
    """Listen to sign-ins."""
    signing_in.connect(refuse_unverified, dispatch_uid=UID)


def refuse_unverified(*, user: AbstractBaseUser, **kwargs: object) -> None:
    """Raise `EmailNotVerifiedError` where EMAIL_VERIFICATION is mandatory and lacking. One query, or none."""
    if get_settings().EMAIL_VERIFICATION == "mandatory" and not is_verified(user):
        raise EmailNotVerifiedError
