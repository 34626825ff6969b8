"""The user model, and the rows that are made with a user."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Team(models.Model):
    """The team that a member plays in."""

    name = models.CharField(max_length=50)

    class Meta:
        """Belongs to this project."""

        app_label = "members"


class MemberManager(BaseUserManager["Member"]):
    """Creates members, with a locker."""

    def create_user(self, phone: str, email: str, password: str, *, born: date, **fields: Any) -> Member:
        """A member with a locker. Insists on a password, and on its own spelling of the address."""
        if not password:
            raise ValueError("Members need a password.")
        member = self.model(phone=phone, email=self.normalize_email(email), born=born, **fields)
        member.set_password(password)
        member.full_clean()
        member.save(using=self._db)
        Locker.objects.create(member=member)
        return member


class Member(AbstractBaseUser):
    """A player, who signs in with a telephone number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    phone = models.CharField(max_length=20, unique=True)
    email = models.EmailField(unique=True)
    nickname = models.CharField(max_length=20)
    born = models.DateField()
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    is_active = models.BooleanField(default=True)
    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "born", "nickname"]

    class Meta:
        """Belongs to this project."""

        app_label = "members"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("nickname"), name="members_nickname"),
            models.UniqueConstraint(Lower("email"), "phone", name="members_both"),
        ]


class Locker(models.Model):
    """Each member has one."""

    member = models.OneToOneField(Member, models.CASCADE)
    objects: ClassVar[models.Manager[Locker]] = models.Manager()

    class Meta:
        """Belongs to this project."""

        app_label = "members"
