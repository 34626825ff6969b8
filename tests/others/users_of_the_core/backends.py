"""A backend that asks for no more than these models have, and ones that give what is no user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend

from tests.others.users_of_the_core.models import Device


class Backend(BaseBackend):
    """By name, and by the password where there is one."""

    def authenticate(self, request: Any, name: str = "", password: str = "", **kwargs: Any) -> Any:
        """The user, or None."""
        model: Any = get_user_model()
        user = model._default_manager.filter(name=name).first()
        return user if user is not None and (user.password is None or user.check_password(password)) else None


class DeviceBackend(BaseBackend):
    """Gives a device to whoever asks."""

    def authenticate(self, request: Any, name: str = "", password: str = "", **kwargs: Any) -> Any:
        """A row of another model."""
        return Device.objects.get()


@dataclass
class Person:
    """A user of another system."""

    id: int = 1
    pk: int = 1
    is_active: bool = True


class PersonBackend(BaseBackend):
    """Gives what is no row at all."""

    def authenticate(self, request: Any, name: str = "", password: str = "", **kwargs: Any) -> Any:
        """An object."""
        return Person()


class CarelessBackend(BaseBackend):
    """Looks for one user without case, as some managers do, of whom there may be two, or none; and reads numbers."""

    def authenticate(self, request: Any, name: str = "", password: str = "", **kwargs: Any) -> Any:
        """The user. Raises whatever that raises."""
        model: Any = get_user_model()
        return (
            model._default_manager.get(pk=int(name)) if "0" in name else model._default_manager.get(name__iexact=name)
        )


class AwayBackend(BaseBackend):
    """Asks a directory that doesn't answer."""

    def authenticate(self, request: Any, name: Any = None, password: Any = None, **kwargs: Any) -> Any:
        """Nobody, for now."""
        raise ConnectionRefusedError("ldap://directory.internal:389")
