"""
Users in the database where they are written. A replica may have older values, and lacks new users.

Whoever decides by what is written a moment later, or was a moment ago, reads here: a token outlives any replica's lag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import router
from django.db.models import Model, QuerySet

from drf_signet.databases import database_for
from drf_signet.user_query import open_to_filters

if TYPE_CHECKING:  # checks are loaded before there can be models
    from django.contrib.auth.base_user import AbstractBaseUser


def users_database() -> str:
    """The alias of the database that users are written to."""
    return database_for(get_user_model())


def written_users(model: type[AbstractBaseUser] | None = None) -> QuerySet[AbstractBaseUser]:
    """
    The rows of *model*, which is the user model if it is None, of the project's own manager, where it is written.

    Raises `MisconfiguredError` where that returns a slice or a union.
    """
    model = model or get_user_model()
    return open_to_filters(model._default_manager.using(database_for(model)))


def saving_models() -> list[type[Model]]:
    """The models that save users: the user model, its subclasses, and all that share its table, as proxies do."""
    model = get_user_model()
    table = model._meta.concrete_model
    return [one for one in apps.get_models() if issubclass(one, model) or one._meta.concrete_model is table]


def bring_up_to_date(user: AbstractBaseUser) -> bool:
    """
    Load what is written of *user*, who was read elsewhere. False where they are gone. No query with one database.

    The same object goes on: an authentication backend may have put more on it than there are columns.
    """
    state = getattr(user, "_state", None)
    if state is None or state.db is None:
        return True
    # With the user as a hint: where a router has no answer, Django saves to the database that a row came from.
    written = router.db_for_write(type(user), instance=user)
    if written == state.db:
        return True
    try:
        user.refresh_from_db(using=written)
    except ObjectDoesNotExist:
        return False
    return True
