"""The primary key of the user that a token names, as Django needs it in a query."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Subquery, Value

from drf_signet.tokens import Token
from drf_signet.user_identifier import behind, can_be_identifier, field_of, has_users, identifier_field
from drf_signet.user_model import model_named


def key_in_query(token: Token, identifier: object, **context: Any) -> Any:
    """
    The value in a query for the user whom *token* names as *identifier*: the primary key, or no row.

    One query, where USER_ID_FIELD is another field. *context* is what Django gives to ``resolve_expression``.
    """
    if token.user_model is None and not has_users():
        return identifier
    model: Any = model_named(token.user_model)
    # What another issuer calls its users may be the key of somebody here.
    is_ours = token.issuer is None and can_be_identifier(identifier)
    key = _key(model, identifier) if is_ours else None
    if key is None:
        return Subquery(model._default_manager.none().values("pk")).resolve_expression(**context)
    if context.get("for_save"):
        return Value(key, output_field=behind(model._meta.pk)).resolve_expression(**context)
    # Of an expression, Django makes nothing in a list.
    return key


def _key(model: Any, identifier: object) -> object | None:
    name = identifier_field(model)
    try:
        if field_of(model, name) is not model._meta.pk:
            keys = list(model._default_manager.filter(**{name: identifier}).values_list("pk", flat=True)[:2])
            return keys[0] if len(keys) == 1 else None
        return _primary_key(model, identifier)
    except (ValidationError, ValueError, TypeError, OverflowError):
        return None


def _primary_key(model: type[Model], identifier: object) -> object:
    field = behind(model._meta.pk)
    key: object = field.to_python(identifier)
    field.run_validators(key)
    return key
