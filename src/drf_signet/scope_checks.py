"""
What ``manage.py check`` says about views that demand scopes: one rule, one function, one id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from rest_framework.permissions import OperandHolder, SingleOperandHolder
from rest_framework.settings import api_settings

from drf_signet.checks import Check, rule
from drf_signet.mounted_views import said_by_views
from drf_signet.permissions import HasScope
from drf_signet.settings import Settings


@rule
def check_scopes_of_views(settings: Settings) -> Iterator[CheckMessage]:
    """E075: a permission that lets nobody in, as it names no scope."""
    classes = [*api_settings.DEFAULT_PERMISSION_CLASSES, *(one for said in _of_views() for one in said)]
    without = {one.__name__ for each in classes for one in _leaves(each) if _names_none(one)}
    for name in sorted(without):
        yield Error(
            f"A view has {name} among its permission_classes, which names no scope, so nobody is let in.",
            hint=f"Write {name}.of('orders:read'), with the scope that the view needs.",
            id="signet.E075",
        )


def _of_views() -> list[Sequence[Any]]:
    return [said for said in said_by_views("permission_classes") if isinstance(said, list | tuple)]


def _leaves(permission: Any) -> Iterator[Any]:
    if isinstance(permission, OperandHolder | SingleOperandHolder):
        for name in ("op1_class", "op2_class"):
            yield from _leaves(getattr(permission, name, None))
    else:
        yield permission


def _names_none(permission: Any) -> bool:
    return isinstance(permission, type) and issubclass(permission, HasScope) and not permission.scopes


ERRORS: Final[Sequence[Check]] = (check_scopes_of_views,)
