"""Whether users have to be asked of the project's manager, or stand in their table as the manager would give them."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager, Model, QuerySet

from drf_signet.sessions.models import Session

BOOKKEEPING: Final = frozenset({"_queryset_class", "use_in_migrations", "auto_created", "deconstruct", "check"})
"""Methods that a manager may override and still return the same rows."""

SPECIAL: Final = frozenset({"__init__", "__iter__", "__getitem__", "__getattribute__"})
"""Of the names between underscores, those that change what is read."""


def reads_as_stored(user_model: type[Model]) -> bool:
    """Whether the default manager of *user_model* is one of Django's, or adds only methods of its own to it."""
    manager: Any = user_model._default_manager
    return _is_plain((type(manager), manager._queryset_class))  # noqa: SLF001  # what get_queryset makes


def find_user(session: Session, users: QuerySet[Any]) -> Any:
    """The user of *session*, of those in *users*, or None."""
    try:
        return users.get(pk=session.user_id)
    except ObjectDoesNotExist:
        return None


@cache
def _is_plain(classes: tuple[type[Any], type[Any]]) -> bool:
    manager_class, queryset_class = classes
    return _leaves_alone(manager_class, Manager) and _leaves_alone(queryset_class, QuerySet)


def _leaves_alone(one: type[Any], django: type[Any]) -> bool:
    own = (parent for parent in one.__mro__ if parent not in django.__mro__)
    return not any(_changes_reading(name, django) for parent in own for name in vars(parent))


def _changes_reading(name: str, django: type[Any]) -> bool:
    if name.startswith("__"):
        return name in SPECIAL
    return name not in BOOKKEEPING and hasattr(django, name)
