"""The fingerprint of the password in a claim, as Simple JWT's CHECK_REVOKE_TOKEN has it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.errors import PasswordChangedError
from drf_signet.tokens import Token
from drf_signet_compat.simplejwt.authentication import has_fingerprint
from drf_signet_compat.simplejwt.settings import api_settings
from drf_signet_compat.simplejwt.utils import get_md5_hash_password


def add_fingerprint(token: Token, user: AbstractBaseUser) -> None:
    """Let the old code see that *token* was issued for the password that *user* has now."""
    if api_settings.CHECK_REVOKE_TOKEN:
        token[api_settings.REVOKE_TOKEN_CLAIM] = get_md5_hash_password(str(getattr(user, "password", "")))


def check_fingerprint(token: Token, user: AbstractBaseUser) -> None:
    """Raise `PasswordChangedError` where *token* was issued for another password than *user* has now."""
    if not has_fingerprint(cast(Any, token), user):
        raise PasswordChangedError
