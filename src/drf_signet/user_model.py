"""
Of which model the user of a token is a row: AUTH_USER_MODEL, or another one that a class of tokens names.

A token of another model says so in the claim MODEL_CLAIM, which no other token has: row 1 of one table is nobody's of
another.
"""

from __future__ import annotations

from typing import Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model

MODEL_CLAIM: Final = "signet_model"
"""No name that issuers or projects have for a claim of theirs (RFC 7519 section 4.3)."""


def model_named(said: type[Model] | str | None) -> type[Model]:
    """The model that *said* is, or is the label of; AUTH_USER_MODEL for None."""
    if said is None:
        return get_user_model()
    return apps.get_model(said) if isinstance(said, str) else said


def label_of(said: type[Model] | str | None) -> str | None:
    """What the claim has to be, such as ``devices.device``: None for AUTH_USER_MODEL, which has no claim."""
    if said is None:
        return None
    model = model_named(said)
    return None if model is get_user_model() else model._meta.label_lower


def is_row_of(user: object, model: type[Model]) -> bool:
    """Whether *user* is a row of *model*: of a proxy, or of a model derived from it, too."""
    concrete = model._meta.concrete_model
    return isinstance(user, model if concrete is None else concrete)
