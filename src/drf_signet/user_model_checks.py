"""What ``manage.py check`` says about the user model and its manager: what Django itself calls, and would fail over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import signature
from typing import Any, Final

from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from drf_signet.checks import rule
from drf_signet.settings import Settings
from drf_signet.user_identifier import has_users
from drf_signet.user_query import why_closed

CALLS: Final[Mapping[str, Mapping[str, object]]] = {"save": {"update_fields": ()}, "delete": {}}
"""The methods of a user that Django and we call, and with what."""

MODEL_BACKEND: Final = ("django.contrib.auth.backends", "ModelBackend.authenticate")


@rule
def check_manager(settings: Settings) -> Iterator[CheckMessage]:
    """E037: a manager that Django's own backend can't ask for a user, so that every sign-in fails."""
    if not has_users():
        return
    model: Any = get_user_model()
    if hasattr(model._default_manager, "get_by_natural_key") or not any(map(_is_djangos, _backends())):
        return
    yield Error(
        f"{type(model._default_manager).__name__}, the first manager of {model._meta.label}, has no method "
        "get_by_natural_key, which ModelBackend calls at every sign-in.",
        hint="Derive it from django.contrib.auth.base_user.BaseUserManager.",
        id="signet.E037",
    )


@rule
def check_lookups(settings: Settings) -> Iterator[CheckMessage]:
    """E063: a manager whose users nobody can be looked up among, so every sign-in and every request fails."""
    problem = why_closed() if has_users() else None
    if problem is not None:
        yield Error(
            problem,
            hint="Let get_queryset() filter instead, as in super().get_queryset().filter(…). Two conditions are one "
            "filter: Q(…) | Q(…).",
            id="signet.E063",
        )


@rule
def check_saving(settings: Settings) -> Iterator[CheckMessage]:
    """E038: a user model that can't be saved, or deleted, as Django does it."""
    if not has_users():
        return
    model: Any = get_user_model()
    for name, arguments in CALLS.items():
        try:
            signature(getattr(model, name)).bind(None, **arguments)
        except TypeError as error:
            call = f"{name}({', '.join(f'{one}=[…]' for one in arguments)})"
            yield Error(
                f"Django's call {call} of {model._meta.label}.{name} would fail: {error}.",
                hint=f"Write def {name}(self, *args, **kwargs), and give every other argument a default.",
                id="signet.E038",
            )


def _backends() -> Iterator[type]:
    for path in django_settings.AUTHENTICATION_BACKENDS:
        try:
            yield import_string(path)
        except ImportError:
            continue  # Another rule is about that.


def _is_djangos(backend: type[Any]) -> bool:
    # By its name: its module can't be imported where Django's own models are not installed.
    called = getattr(backend, "authenticate", None)
    return (getattr(called, "__module__", ""), getattr(called, "__qualname__", "")) == MODEL_BACKEND
