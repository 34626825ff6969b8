"""Which field of a new user the database refused, because somebody else has its value."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth import get_user_model

from drf_signet.accounts.user_fields import unique_fields
from drf_signet.accounts.usernames import are_names_kept, is_name_taken
from drf_signet.user_table import users_database


def taken_field(fields: Mapping[str, object]) -> str | None:
    """The name of the first of *fields*, but for the address, that is somebody's; None where it is not found."""
    if is_look_alike(fields):
        return get_user_model().USERNAME_FIELD
    users = get_user_model()._base_manager.using(users_database())
    unique = [name for name in unique_fields() if fields.get(name) is not None]
    return next((name for name in unique if users.filter(**{name: fields[name]}).exists()), None)


def is_look_alike(fields: Mapping[str, object]) -> bool:
    """Whether the username in *fields* is somebody's, or looks like it. One query, or none without a username."""
    # Some managers make names up.
    name = fields.get(get_user_model().USERNAME_FIELD)
    return name is not None and are_names_kept() and is_name_taken(str(name))
