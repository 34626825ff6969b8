"""The user models, each with something that the model of a tutorial lacks."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.db import models


class Users(BaseUserManager[Any]):
    """Makes users."""

    def create_user(self, name: str, password: str = "pw", **fields: Any) -> Any:
        """A user who may sign in."""
        user = self.model(name=name, **fields)
        user.password = make_password(password) if hasattr(user, "password") and user.password is not None else None
        user.save()
        return user


class Named(AbstractBaseUser):
    """The fields that all of them have."""

    name = models.CharField(max_length=50, unique=True)
    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "name"

    class Meta:
        """No table of its own."""

        abstract = True
        app_label = "users_of_the_core"


class Numbered(Named):
    """A primary key that is not called ``id``."""

    number = models.AutoField(primary_key=True)


class Worded(Named):
    """A primary key that is a word."""

    code = models.CharField(max_length=20, primary_key=True, default="A/1 ü")


class Party(models.Model):
    """A person or company that may be party to a contract."""

    objects: ClassVar[models.Manager[Party]] = models.Manager()


def a_party() -> int:
    """The key of a new one."""
    return int(Party.objects.create().pk)


class Representing(Named):
    """A primary key that is another row."""

    party = models.OneToOneField(Party, models.CASCADE, primary_key=True, default=a_party)


class Inheriting(Named, Party):  # type: ignore[misc]  # the first manager counts
    """A row of two tables."""


class Paired(Named):
    """A primary key of two columns."""

    pk = models.CompositePrimaryKey("name", "place")
    name = models.CharField(max_length=50)
    place = models.IntegerField(default=1)


class Secret(models.CharField):  # type: ignore[type-arg]  # not generic where it runs
    """It stores another value at each save, like encryption."""

    def get_prep_value(self, value: Any) -> Any:
        """Some salt, and the value."""
        return value and f"{uuid.uuid4().hex}:{value}"

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        """The value."""
        return value and value.partition(":")[2]


class Addressed(Named):
    """Fields that can identify a user, and perhaps should not."""

    email = models.EmailField(null=True)
    alias = models.CharField(max_length=50, unique=True, default="Ada", db_collation="NOCASE")
    badge = models.UUIDField(unique=True, default=uuid.uuid4)
    price = models.DecimalField(max_digits=6, decimal_places=2, unique=True, default=Decimal("1.5"))
    born = models.DateField(unique=True, default=date(1815, 12, 10))
    since = models.DateTimeField(unique=True, default=datetime(2026, 1, 1, 8, 30, 15, 5, tzinfo=UTC))
    blob = models.BinaryField(unique=True, default=b"ada")
    age = models.DurationField(unique=True, default=timedelta(days=1))
    facts = models.JSONField(unique=True, default=dict)
    sealed = Secret(max_length=200, unique=True, default="ada")
    nick = models.CharField(max_length=50, blank=True, unique=True)
    handle = models.CharField(max_length=50, default="ada")

    class Meta(Named.Meta):
        """As strict as ``unique``."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["handle"], name="one_handle")]


class Disabling(Named):
    """Disabled by a method, as in other frameworks."""

    is_enabled = models.BooleanField(default=True)

    def is_active(self) -> bool:  # type: ignore[override]
        """Whether they may sign in."""
        return self.is_enabled


class Undecided(Named):
    """Active, inactive, or undecided."""

    is_active: Any = models.BooleanField(null=True)


class Bare(models.Model):
    """Only the parts of a user that Django's checks ask for."""

    name = models.CharField(max_length=50, unique=True)
    password = models.CharField(max_length=128)
    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_anonymous = False
    is_authenticated = True

    def check_password(self, raw: str) -> bool:
        """Whether it is *raw*."""
        return check_password(raw, self.password)


class Passwordless(Named):
    """Signs in by other means: no password, and no time of the last sign-in."""

    password = None  # type: ignore[assignment]
    last_login = None


class Elsewhere(Named):
    """Its manager has another name."""

    objects = None  # type: ignore[assignment]
    people: ClassVar[Users] = Users()


class Proxied(Numbered):
    """The same rows."""

    class Meta(Named.Meta):
        """No table of its own."""

        proxy = True


class Customer(Numbered):
    """A user with its own table and key."""

    user = models.OneToOneField(Numbered, models.CASCADE, parent_link=True)
    shelf = models.IntegerField(primary_key=True)


class Note(models.Model):
    """It belongs to a user."""

    owner = models.ForeignKey(Numbered, models.CASCADE, null=True)
    text = models.CharField(max_length=100)
    objects: ClassVar[models.Manager[Note]] = models.Manager()


class Device(models.Model):
    """It is no user, but has tokens, too."""

    is_active = models.BooleanField(default=True)
    objects: ClassVar[models.Manager[Device]] = models.Manager()
