"""Users who are identified by their e-mail address, and users with a UUID."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AbstractUser, PermissionsMixin, UserManager
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
    """No ``username`` at all."""

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


class UuidUser(AbstractUser):
    """Django's own, with another primary key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # type: ignore[assignment]
    groups = models.ManyToManyField("auth.Group", blank=True, related_name="uuid_users")
    user_permissions = models.ManyToManyField("auth.Permission", blank=True, related_name="uuid_users")

    objects: ClassVar[UserManager[UuidUser]] = UserManager()
