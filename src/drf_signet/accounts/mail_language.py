"""
In which language a mail is written: in that of the request that asked for it, unless the project knows better.

Somebody else may ask: for a new password, or by signing up with an address that is taken. USER_LANGUAGE then says which
language the reader prefers.
"""

from __future__ import annotations

import logging
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.recipients import SomebodyElseError, user_with
from drf_signet.conf import get_settings, imported
from drf_signet.database_errors import outage

logger: Final = logging.getLogger("drf_signet")


def language_for(user: AbstractBaseUser, language: str | None) -> str | None:
    """
    The code that USER_LANGUAGE says for *user*, or *language*, that of the request.

    What that function raises where a database is away goes through. Whatever else it raises is no reason to send no
    mail: it goes to the log.
    """
    path = get_settings().USER_LANGUAGE
    if path is None:
        return language
    try:
        preferred = imported(path)(user)
    except Exception as error:
        if outage(error) is not None:
            raise
        logger.exception("%s failed, so a mail is written in %s", path, language)
        return language
    return preferred if isinstance(preferred, str) and preferred else language


def language_for_key(key: str, language: str | None) -> str | None:
    """The same for the user with the primary key *key*. One query, with USER_LANGUAGE alone."""
    if get_settings().USER_LANGUAGE is None:
        return language
    try:
        return language_for(user_with(key), language)
    except SomebodyElseError:
        return language
