"""Users who are identified by their e-mail address, and have a UUID for a primary key."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class EmailUserManager(BaseUserManager["EmailUser"]):
    """As projects write it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> EmailUser:
        """A user with *email*."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> EmailUser:
        """A user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class EmailUser(AbstractBaseUser, PermissionsMixin):
    """No ``username`` at all, and a primary key that is no number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    groups = models.ManyToManyField("auth.Group", blank=True, related_name="email_users")
    user_permissions = models.ManyToManyField("auth.Permission", blank=True, related_name="email_users")

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[EmailUserManager] = EmailUserManager()

    def __str__(self) -> str:
        return self.email


class Member(AbstractBaseUser):
    """A column of most types. Never AUTH_USER_MODEL of a whole project: tests ask what of it can be kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    number = models.IntegerField(unique=True)
    born = models.DateField(null=True)
    wakes = models.TimeField(null=True)
    joined = models.DateTimeField(null=True)
    balance = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    share = models.FloatField(null=True)
    key = models.UUIDField(null=True)
    patience = models.DurationField(null=True)
    address = models.GenericIPAddressField(null=True)
    picture = models.BinaryField(null=True)
    wishes = models.JSONField(null=True)
    wants_mail = models.BooleanField(null=True)
    motto = models.TextField(null=True)
    photo = models.FileField(null=True)
    group = models.ForeignKey("auth.Group", models.SET_NULL, null=True, related_name="members")
    invitation = models.OneToOneField("auth.Permission", models.SET_NULL, null=True, related_name="member")
    groups = models.ManyToManyField("auth.Group", related_name="+")

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    @property
    def nickname(self) -> str:
        """No column."""
        return self.motto or ""

    @nickname.setter
    def nickname(self, value: str) -> None:
        self.motto = value
