"""Users of two classes in one manager, by django-polymorphic."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from polymorphic.managers import PolymorphicManager
from polymorphic.models import PolymorphicModel


class Users(PolymorphicManager, BaseUserManager[Any]):  # type: ignore[type-arg]  # not generic where it runs
    """Makes users of either class."""


class Person(PolymorphicModel, AbstractBaseUser):
    """Whoever signs in."""

    email = models.EmailField(unique=True)
    objects: ClassVar[Any] = Users()

    USERNAME_FIELD = "email"
    role = "person"

    class Meta:
        """Belongs to this project."""

        app_label = "managers"


class Doctor(Person):
    """With a field and a role of their own."""

    ward = models.CharField(max_length=20, default="3b")
    role = "doctor"

    class Meta:
        """Belongs to this project."""

        app_label = "managers"


def role_of(user: Any) -> dict[str, object]:
    """What GET_CLAIMS says: the class of the user, and what only a doctor has."""
    return {"role": user.role, "ward": getattr(user, "ward", None)}
