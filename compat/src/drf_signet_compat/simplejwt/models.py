"""`TokenUser`: a user made of the claims of a token, as Simple JWT has it."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any as Any
from typing import Optional as Optional
from typing import Union as Union

from django.apps import apps
from django.db.models.manager import EmptyManager
from django.utils.functional import cached_property

from drf_signet import models
from drf_signet_compat.simplejwt.settings import api_settings

if TYPE_CHECKING:
    from django.contrib.auth import models as auth_models  # noqa: F401  # Simple JWT's name
    from django.contrib.auth.models import Group, Permission


def __getattr__(name: str) -> object:
    """The models of Django's app, which a service without users doesn't have."""
    if name == "auth_models":
        return import_module("django.contrib.auth.models")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class TokenUser(models.TokenUser):
    """The user that a token names. A claim that the token doesn't have is None."""

    @cached_property
    def id(self) -> str:
        """The value of USER_ID_CLAIM, as it is in the token."""
        return self.token[api_settings.USER_ID_CLAIM]  # type: ignore[return-value]

    @cached_property
    def pk(self) -> str:
        """Another name of ``id``."""
        return self.id

    @cached_property
    def username(self) -> str:
        """The claim ``username``, or an empty string."""
        return self.token.get("username", "")  # type: ignore[return-value]

    @cached_property
    def is_staff(self) -> bool:
        """The claim ``is_staff``, or False."""
        return self.token.get("is_staff", False)  # type: ignore[return-value]

    @cached_property
    def is_superuser(self) -> bool:
        """The claim ``is_superuser``, or False."""
        return self.token.get("is_superuser", False)  # type: ignore[return-value]

    @property
    def groups(self) -> EmptyManager[Group]:
        """None: a token names no groups."""
        return EmptyManager(apps.get_model("auth", "Group"))

    @property
    def user_permissions(self) -> EmptyManager[Permission]:
        """None: a token holds no permissions."""
        return EmptyManager(apps.get_model("auth", "Permission"))

    def __getattr__(self, name: str) -> object:
        # Python asks for names with two underscores itself, before there is a token: to copy and to unpickle.
        if name.startswith("__") or "token" not in self.__dict__:
            raise AttributeError(name)
        # By one such as ``_meta``, Django tells rows from other objects.
        if name.startswith("_") and name not in self.token:
            raise AttributeError(name)
        return self.token.get(name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TokenUser):
            return NotImplemented
        return self.id == other.id and models.tenant_in(self) == models.tenant_in(other)

    def __hash__(self) -> int:
        return hash(self.id)
