"""A username for a user who chose none: after what they are called elsewhere, or after their address."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import CharField, TextField
from django.utils.crypto import get_random_string

from drf_signet.accounts.input_rules import refuse_confusable, refuse_hidden
from drf_signet.accounts.pending_sign_ups import is_name_reserved
from drf_signet.accounts.user_fields import column, key_field
from drf_signet.accounts.user_manager import takes_by_name
from drf_signet.accounts.usernames import are_names_kept, is_name_taken
from drf_signet.known_places import LONGEST_NAME
from drf_signet.user_table import users_database

PLAIN: Final = "user"
"""What a name begins with where nothing that is known of its user can be one."""

MARKS: Final = "._-"
"""Signs between the letters and digits of a name."""

NAMES_TRIED: Final = 5
"""For one user. The first may be somebody's a moment later, the others have random numbers."""

DIGITS: Final = 6
"""Of the number behind a name that is somebody's. Many who are new at once share few of a million."""


def may_be_made() -> bool:
    """Whether the user model has a username, beside the address, that a text can be."""
    return are_names_kept() and isinstance(column(get_user_model().USERNAME_FIELD), CharField | TextField)


def is_name_given() -> bool:
    """Whether a made username goes to the user manager, and isn't only for users to whom that gives none."""
    name = get_user_model().USERNAME_FIELD
    # No row has a primary key written to it later.
    return takes_by_name(name) or name == key_field()


def is_plain_one_fit() -> bool:
    """Whether the user model takes a name for a user of whom nothing is known: then there is one for everybody."""
    return any(_is_fit(name) for name in _candidates((), is_numbered=False))


def free_name(wishes: Iterable[str], now: datetime, *, is_numbered: bool = False) -> str | None:
    """
    A name like one of *wishes*, the first that can be one: nobody has it, waits with it or has one that looks like it.

    Of an address, the part before the @ is a wish. With *is_numbered* there is a number in it, for the next try, as
    others may take a name before its user is made. None where the user model takes no such name. A few queries.
    """
    for name in _candidates(wishes, is_numbered=is_numbered):
        if _is_fit(name) and not _is_somebodys(name, now):
            return name
    return None


def _candidates(wishes: Iterable[str], *, is_numbered: bool) -> Iterator[str]:
    longest = getattr(column(get_user_model().USERNAME_FIELD), "max_length", None) or LONGEST_NAME
    for stem in filter(None, map(_stem, (*wishes, PLAIN))):
        if not is_numbered:
            yield stem[:longest]
        for _ in range(2):
            yield stem[: max(1, longest - DIGITS)] + get_random_string(DIGITS, "0123456789")


def _stem(wish: str) -> str:
    # An address is never a name as a whole: others may see names.
    local = unicodedata.normalize("NFKC", wish[:LONGEST_NAME]).partition("@")[0]
    return "".join(one for one in local if one.isalnum() or one in MARKS).strip(MARKS)


def _is_fit(name: str) -> bool:
    field: Any = column(get_user_model().USERNAME_FIELD)
    try:
        field.run_validators(name)
        refuse_hidden(name)
        refuse_confusable(name)
    except ValidationError:
        return False
    return True


def _is_somebodys(name: str, now: datetime) -> bool:
    if is_name_taken(name) or is_name_reserved(name, now):
        return True
    # Users who were there before names were kept.
    users = get_user_model()._base_manager.using(users_database())
    return users.filter(**{get_user_model().USERNAME_FIELD: name}).exists()
