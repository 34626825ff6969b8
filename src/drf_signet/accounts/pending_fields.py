"""
What a sign-up was sent, as JSON can hold it until the user is made.

A column of the user model is written and read by its model field, as in Django's own serializers; a row of another
table, by its key. Anything else has to be JSON itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, ValidationError
from django.db import router
from django.db.models import Field, FileField

from drf_signet.accounts.user_fields import candidate, column
from drf_signet.known_places import LONGEST_NAME, canonical


def keep(fields: Mapping[str, object]) -> dict[str, object]:
    """
    *fields* for a column of JSON.

    Raises `ImproperlyConfigured` for a value that would not come back as it is, such as a file.
    """
    return {name: _kept(name, value) for name, value in fields.items()}


def bring_back(kept: Mapping[str, object]) -> dict[str, object]:
    """The fields that were kept. Raises Django's `ObjectDoesNotExist` where a row that one refers to is gone."""
    return {name: _brought_back(name, value) for name, value in kept.items()}


def stored_key(name: str, value: object) -> str:
    """What stands for *value*, any at all, of the unique field *name*. Names that differ in case only have the same."""
    text = value if isinstance(value, str) else str(_kept(name, value))
    # To normalize a long one takes very long.
    spelling = canonical(text) if len(text) <= LONGEST_NAME else text
    return sha256(f"{name}:{spelling}".encode(errors="surrogatepass")).hexdigest()


def _kept(name: str, value: object) -> Any:
    field = column(name)
    try:
        kept = _written(field, value)
        if json.loads(json.dumps(kept)) == kept and _is_read_as(field, kept, value):
            return kept
    except (TypeError, ValueError, ValidationError):
        # JSON has no word for it, or it is not of the type of its field.
        pass
    raise ImproperlyConfigured(
        f"{name!r} can't wait until somebody follows the link: its value, {type(value).__name__}, changes when it is "
        "stored. Ask for it after the sign-up."
    )


def _written(field: Field[Any, Any] | None, value: object) -> Any:
    if field is None or value is None:
        return value
    return field.value_to_string(candidate({field.name: value}))


def _is_read_as(field: Field[Any, Any] | None, kept: Any, value: object) -> bool:
    if field is None or value is None:
        return True
    if isinstance(field, FileField):
        # Its name is kept, and nothing else of it.
        return False
    own = _own(field)
    return bool(own.to_python(kept) == own.to_python(getattr(candidate({field.name: value}), field.attname)))


def _brought_back(name: str, kept: Any) -> object:
    field = column(name)
    if field is None or kept is None:
        return kept
    value = _own(field).to_python(kept)
    if not field.is_relation:
        return value
    model: Any = field.related_model
    try:
        return model._base_manager.using(router.db_for_write(model)).get(**{_own(field).name: value})
    except model.DoesNotExist:
        raise ObjectDoesNotExist from None


def _own(field: Field[Any, Any]) -> Field[Any, Any]:
    """The field that says of what type a value is: for a foreign key, the key of the other table."""
    target: Field[Any, Any] = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
    return target
