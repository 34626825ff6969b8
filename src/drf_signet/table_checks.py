"""What ``manage.py check`` says about several databases. It asks the router, and no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections, router
from django.db.models import Model

from drf_signet.checks import Check, rule
from drf_signet.databases import said
from drf_signet.settings import Settings
from drf_signet.user_identifier import has_users
from drf_signet.user_table import users_database

PLACE: Final = ("ENGINE", "NAME", "HOST", "PORT")
"""Two aliases with the same values of these are one database, whatever their user and options."""

READS_WHERE_WRITTEN: Final = "drf_signet.accounts.backends.EmailBackend"


def beside_users(*models: type[Model]) -> Check:
    """The check of *models* whose rows are about users: in another database, no query could join the two."""

    def check_beside_users(settings: Settings) -> Iterator[CheckMessage]:
        """Where they are written, as the router says."""
        yield from _apart(models)

    return rule(check_beside_users)


def _apart(models: Sequence[type[Model]]) -> Iterator[CheckMessage]:
    """E035: rows about users in another database than the users."""
    users = said(users_database)
    apart: dict[str, list[str]] = {}
    for model in models:
        alias = said(router.db_for_write, model)
        if alias and users and not _are_one(alias, users):
            apart.setdefault(alias, []).append(model._meta.label)
    for alias, labels in apart.items():
        yield Error(
            f"{', '.join(labels)} would be in the database {alias!r}, but the users whom these rows belong to are in "
            f"{users!r}.",
            hint=f"Let db_for_read, db_for_write and allow_migrate of DATABASE_ROUTERS put the app "
            f"{models[0]._meta.app_label!r} where {get_user_model()._meta.label} is: into {users!r}.",
            id="signet.E035",
        )


@rule
def warn_of_replicas(settings: Settings) -> Iterator[CheckMessage]:
    """W035: sign-ins that look at a replica, which knows no new user and no new password for a while."""
    if not has_users():
        return
    model = get_user_model()
    read, written = said(router.db_for_read, model), said(users_database)
    others = [one for one in django_settings.AUTHENTICATION_BACKENDS if one != READS_WHERE_WRITTEN]
    if others and read and written and not _are_one(read, written):
        yield Warning(
            f"Users are read from the database {read!r} and written to {written!r}, and {', '.join(others)} reads: a "
            "sign-in right after a sign-up, or with a new password, fails until the replica catches up.",
            hint=f"Let db_for_read of DATABASE_ROUTERS return {written!r} for {model._meta.label}.",
            id="signet.W035",
        )


def _are_one(one: str, other: str) -> bool:
    """Whether two aliases are of the same database."""
    return one == other or _place(one) == _place(other)


def _place(alias: str) -> list[object]:
    settings = connections[alias].settings_dict
    # In memory, each connection has a database of its own.
    return [alias] if settings.get("NAME") == ":memory:" else [settings.get(name) for name in PLACE]
