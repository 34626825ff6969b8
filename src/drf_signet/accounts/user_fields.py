"""The fields of the user model, whichever that is: which a sign-up asks for, and which have to be unique."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist
from django.db.models import AutoField, Field

from drf_signet.accounts.email_addresses import email_field


def identifying_fields() -> tuple[str, ...]:
    """The user model's USERNAME_FIELD, its address, and its REQUIRED_FIELDS, each once."""
    model = get_user_model()
    return tuple(dict.fromkeys((model.USERNAME_FIELD, email_field(), *model.REQUIRED_FIELDS)))


def name_fields() -> tuple[str, ...]:
    """Those of ``first_name`` and ``last_name`` that the user model has, and that don't identify anybody."""
    columns = {field.name for field in get_user_model()._meta.get_fields()}
    return tuple(one for one in ("first_name", "last_name") if one in columns.difference(identifying_fields()))


def unique_fields() -> frozenset[str]:
    """The unique fields, without the address: nobody may learn who has one."""
    meta = get_user_model()._meta
    alone = {one.name for one in meta.concrete_fields if one.unique}
    constrained = {one.fields[0] for one in meta.total_unique_constraints if len(one.fields) == 1}
    return frozenset(alone | constrained) - {email_field()}


def column(name: str) -> Field[Any, Any] | None:
    """The field *name* of the user model, if it is a column of its table."""
    try:
        found = get_user_model()._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) and found.concrete and not found.many_to_many else None


def key_field() -> str:
    """The name of the primary key; of a model that extends another one, that of the other's."""
    key: Any = get_user_model()._meta.pk
    while key.remote_field and key.remote_field.parent_link:
        key = key.remote_field.model._meta.pk
    return str(key.name)


def needs_value(name: str) -> bool:
    """Whether no row can be written without a value for the field *name*."""
    field = column(name)
    if field is None or field.null or field.generated or isinstance(field, AutoField):
        return False
    sets_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    is_link = getattr(field.remote_field, "parent_link", False)
    has_default = field.has_default() or field.has_db_default() or field.get_default() is not None
    return not (sets_itself or is_link or has_default)


def hash_of(password: str, fields: Mapping[str, object]) -> str:
    """What the user model, which may have its own ``set_password``, stores of *password*, for whoever has *fields*."""
    user = candidate(fields)
    user.set_password(password)
    return user.password


def unusable_hash(fields: Mapping[str, object]) -> str:
    """What the user model stores for whoever has *fields* and no password."""
    user = candidate(fields)
    user.set_unusable_password()
    return user.password


def candidate(fields: Mapping[str, object]) -> AbstractBaseUser:
    """A user with *fields*, not saved. Values that only ``create_user`` sets are missing."""
    return get_user_model()(**{name: value for name, value in fields.items() if can_be_set(name)})


def can_be_set(name: str) -> bool:
    """Whether the user model takes *name* as an argument."""
    return column(name) is not None or isinstance(getattr(get_user_model(), name, None), property)
