"""By what a token names its user: the value of USER_ID_FIELD, or the primary key in another model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.db.models import BinaryField, DurationField, Field, FileField, JSONField

from drf_signet.conf import get_settings
from drf_signet.errors import UserNotFoundError
from drf_signet.user_model import is_row_of

if TYPE_CHECKING:  # checks are loaded before there can be models
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model


def has_users() -> bool:
    """Whether there is a user model: a service that only verifies tokens needs none."""
    try:
        get_user_model()
    except ImproperlyConfigured:
        return False
    return True


def identifier_field(model: type[Model] | None = None) -> str:
    """The attribute, and the lookup, of what identifies a row of *model*: of the user model, that of USER_ID_FIELD."""
    if model is None or model is get_user_model():
        return attribute_for(get_settings().USER_ID_FIELD)
    return _primary_key(model)


def attribute_for(name: str) -> str:
    """
    The attribute of the user model's field *name*.

    "id" is the primary key of a model that has no field of that name. For a field that leads to another row it is the
    column: a row is the identifier of nobody.
    """
    model = get_user_model()
    try:
        return str(getattr(model._meta.get_field(name), "attname", name))
    except FieldDoesNotExist:
        # Not "pk": a model derived from the user model may have another one.
        return _primary_key(model) if name in {"id", "pk"} else name


def key_of(user: AbstractBaseUser) -> Any:
    """The primary key of *user* in the table of the user model, whatever that of a derived model is."""
    return getattr(user, _primary_key(get_user_model()))


def subject_of(user: AbstractBaseUser, model: type[Model]) -> str:
    """
    What a token names *user* by, who has to be a row of *model*.

    Raises `TypeError` for a row of another model, and `UserNotFoundError` where there is nothing that names this user
    and no other: for one that was never saved, for a field that is empty, or that two users share.
    """
    if getattr(user, "is_anonymous", False) is True:
        raise UserNotFoundError
    if not is_row_of(user, model):
        raise TypeError(
            f"A token for {model.__name__} can't be made for {type(user).__name__}, whose rows have the same keys. "
            "Set user_model on a token class of its own."
        )
    name = identifier_field(model)
    identifier = getattr(user, name)
    if identifier is None or identifier == "":
        raise UserNotFoundError(f"A token can't name a user without a value of {name!r}.")
    if not _is_found_by(str(identifier), identifier, field_of(model, name)):
        raise UserNotFoundError(f"The value of {name!r} can't be read back from a token.")
    if _is_shared(user, model, name):
        raise UserNotFoundError(f"Two users have the same value of {name!r}.")
    return str(identifier)


def field_of(model: type[Model], name: str) -> Field[Any, Any] | None:
    """The field with the attribute *name*, or None where there is no such column."""
    primary_key: Field[Any, Any] = model._meta.pk
    if name == primary_key.attname:
        return primary_key
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def is_unique(model: type[Model], field: Field[Any, Any]) -> bool:
    """Whether no two rows of *model* can have the same value of *field*."""
    return field.unique or any(one.fields == (field.name,) for one in model._meta.total_unique_constraints)


def can_name(field: Field[Any, Any]) -> bool:
    """Whether a token can hold the values of *field*, and Signet can look users up by them."""
    column = behind(field)
    return column.column is not None and not isinstance(column, (BinaryField, DurationField, FileField, JSONField))


def behind(field: Any) -> Field[Any, Any]:
    """*field*, or the field of another row that its values are those of."""
    column: Field[Any, Any] = field
    while column.remote_field is not None:
        column = cast(Any, column).target_field
    return column


def can_be_identifier(value: object) -> bool:
    """Whether every database takes *value* as a parameter: a failed statement would spoil an open transaction."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    return isinstance(value, int) and not isinstance(value, bool)


def _primary_key(model: type[Model]) -> str:
    return str(model._meta.pk.attname)


def _is_found_by(text: str, value: object, field: Field[Any, Any] | None) -> bool:
    try:
        return field is None or (can_name(field) and bool(field.to_python(text) == field.to_python(value)))
    except (ValidationError, ValueError, TypeError, AttributeError):
        return False


def _is_shared(user: AbstractBaseUser, model: type[Model], name: str) -> bool:
    field = field_of(model, name)
    if field is None or is_unique(model, field):
        return False
    others = model._default_manager.filter(**{name: getattr(user, name)})
    return others.exclude(pk=getattr(user, _primary_key(model))).exists()
