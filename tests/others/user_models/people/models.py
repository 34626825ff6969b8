"""
A user model for each way in which one may differ from Django's. The docstring of each says how.

AUTH_USER_MODEL names one of them; the others are just tables then.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.signals import pre_save
from django.dispatch import receiver

from tests.others.page import blocks_of


class Company(models.Model):
    """The company that people work for."""

    name = models.CharField(max_length=50)


class Manager(BaseUserManager[Any]):
    """The usual one of tutorials: it insists on an address and a password."""

    def create_user(self, email: str, password: str, **fields: Any) -> Any:
        """A user."""
        if not email:
            raise ValueError("Users must have an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Base(AbstractBaseUser):
    """The fields that most of them have."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    objects: ClassVar[Any] = Manager()

    USERNAME_FIELD = "email"

    class Meta:
        """No table."""

        abstract = True


PAGE: Final[dict[str, Any]] = {}
"""The code of the page that defines a manager."""

exec(next(one for one in blocks_of("user-models") if "class UserManager" in one), PAGE)


class ByPage(Base):
    """It has the manager of the page, with a rule of its own."""

    phone = models.CharField(max_length=20, blank=True)
    objects = PAGE["UserManager"]()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["phone"]


class ByEmail(Base):
    """The tutorial's."""


class NamedManager(Manager):
    """Asks for names, by position."""

    def create_user(self, email: str, first_name: str, company: Company, password: str | None = None) -> Any:  # type: ignore[override]
        """A user with a name, who works somewhere."""
        return super().create_user(email, password or "", first_name=first_name, company=company)


class Named(Base):
    """REQUIRED_FIELDS has a foreign key; the manager accepts them by position, without a last name."""

    first_name = models.CharField(max_length=50)
    last_name = models.CharField(max_length=50)
    company = models.ForeignKey(Company, models.PROTECT)
    objects = NamedManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "company"]


class UsernameManager(BaseUserManager[Any]):
    """It has the arguments of Django's manager, and no more."""

    def create_user(self, username: str, email: str | None = None, password: str | None = None) -> Any:
        """A user who needs nothing but a name."""
        if password is None:
            raise ValueError("Users must have a password.")
        user = self.model(username=username, email=email)
        user.set_password(password)
        user.save()
        return user


class Username(Base):
    """A username, and names that ``create_user`` doesn't accept. It needs a password, against its signature."""

    username = models.CharField(max_length=30, unique=True)
    first_name = models.CharField(max_length=50, blank=True)
    objects = UsernameManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]


class NoCreateUser(Base):
    """A manager that can't make users."""

    objects = BaseUserManager()


class NaturalKeyMissing(Base):
    """A manager that Django's backend can't ask."""

    objects = models.Manager()


class NothingManager(Manager):
    """It doesn't return the user."""

    def create_user(self, *args: Any, **fields: Any) -> Any:
        """None."""
        super().create_user(*args, **{"password": "x", **fields})


class Nothing(Base):
    """``create_user`` returns None."""

    objects = NothingManager()


class PairManager(Manager):
    """It returns more than the user."""

    def create_user(self, *args: Any, **fields: Any) -> Any:
        """The user, and whether it is new."""
        return super().create_user(*args, **{"password": "x", **fields}), True


class Pair(Base):
    """``create_user`` returns a tuple."""

    objects = PairManager()


class UnsavedManager(Manager):
    """It leaves saving to others."""

    def create_user(self, email: str, password: str, **fields: Any) -> Any:
        """A user without a row."""
        return self.model(email=email, **fields)


class Unsaved(Base):
    """``create_user`` doesn't save."""

    objects = UnsavedManager()


class TwiceManager(Manager):
    """Saves twice."""

    def create_user(self, email: str, password: str, **fields: Any) -> Any:
        """A user, saved before and after the password is set."""
        user = self.model.objects.create(email=email, **fields)
        user.set_password(password)
        user.save()
        return user


class Twice(Base):
    """``create_user`` saves twice."""

    objects = TwiceManager()


class LookingManager(Manager):
    """It assumes that there is a password."""

    def create_user(self, email: str, password: Any = None, **fields: Any) -> Any:
        """A user, unless the password is a number."""
        if password.isdigit():
            raise ValueError("Not a number, please.")
        return super().create_user(email, password, **fields)


class PasswordLookedAt(Base):
    """``create_user`` says that it needs no password, and fails without one."""

    objects = LookingManager()


class InactiveManager(Manager):
    """It leaves the decision to an administrator."""

    def create_user(self, *args: Any, **fields: Any) -> Any:
        """A user who can't sign in yet."""
        return super().create_user(*args, **{**fields, "is_active": False})


class InactiveByManager(Base):
    """The manager makes users inactive."""

    objects = InactiveManager()


class InactiveByDefault(Base):
    """The column does."""

    is_active = models.BooleanField(default=False)


class InactiveBySignal(Base):
    """A receiver does, until somebody approves."""

    is_approved = models.BooleanField(default=False)


@receiver(pre_save, sender=InactiveBySignal)
def wait_for_approval(instance: InactiveBySignal, **kwargs: object) -> None:
    """Without approval, nobody is active."""
    instance.is_active = instance.is_approved


class RuleManager(Manager):
    """It has a rule that no field has."""

    def create_user(self, *args: Any, **fields: Any) -> Any:
        """Refuses people without a phone."""
        raise ValueError("Users must have a phone number.")


class Ruled(Base):
    """The manager refuses everybody, in words."""

    objects = RuleManager()


class BrokenManager(Manager):
    """Code that nobody has run."""

    def create_user(self, *args: Any, **fields: Any) -> Any:
        """A mistake."""
        return self.model(**fields).profile.user


class Broken(Base):
    """The manager fails."""

    objects = BrokenManager()


class OtherNamesManager(Manager):
    """Calls the address something else."""

    def create_user(self, mailbox: str, password: str | None = None) -> Any:  # type: ignore[override]
        """A user."""
        return super().create_user(mailbox, password or "")


class OtherNames(Base):
    """A manager whose arguments are named otherwise."""

    objects = OtherNamesManager()


class AsyncManager(Manager):
    """Callers must await it."""

    async def create_user(self, email: str, **fields: Any) -> Any:  # type: ignore[override]
        """A user, later."""


class Async(Base):
    """An async ``create_user``."""

    objects = AsyncManager()


class Staffless(Base):
    """Django's own manager, and none of the fields that it sets for staff."""

    username = models.CharField(max_length=30, unique=True)
    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]


class StafflessManager(UserManager[Any]):
    """Leaves those fields out."""

    def _create_user(self, username: str, email: str | None, password: str | None, **fields: Any) -> Any:
        user = self.model(username=username, email=self.normalize_email(email))
        user.set_password(password)
        user.save()
        return user


class LeftOut(Base):
    """The same fields, and a manager that leaves those out."""

    username = models.CharField(max_length=30, unique=True)
    objects = StafflessManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]


class NoAddress(AbstractBaseUser):
    """No address at all."""

    phone = models.CharField(max_length=20, unique=True)
    objects: ClassVar[Any] = Manager()
    USERNAME_FIELD = "phone"


class Elsewhere(AbstractBaseUser):
    """The address is in another table, and EMAIL_FIELD the way there."""

    phone = models.CharField(max_length=20, unique=True)
    objects: ClassVar[Any] = Manager()
    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "mailbox"


class Mailbox(models.Model):
    """That table."""

    user = models.OneToOneField(Elsewhere, models.CASCADE, related_name="mailbox")


class PlainManager(BaseUserManager[Any]):
    """It accepts any fields."""

    def create_user(self, password: str | None = None, **fields: Any) -> Any:
        """A user."""
        user = self.model(**fields)
        user.set_password(password)
        user.save()
        return user


class Phone(AbstractBaseUser):
    """USERNAME_FIELD is a number; the address has another name, is short, and may be missing. No ``is_active``."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = models.BigIntegerField(unique=True)
    contact = models.EmailField(max_length=40, null=True, blank=True)  # as projects have it
    objects: ClassVar[Any] = PlainManager()
    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "contact"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["contact"]


class WrittenPhone(Base):
    """USERNAME_FIELD is a number that is kept as text, and validated."""

    phone = models.CharField(max_length=16, unique=True, validators=[RegexValidator(r"^\+?[0-9]{6,15}\Z")])
    objects = PlainManager()
    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]


class OwnKey(Base):
    """The username is the primary key."""

    username = models.CharField(max_length=30, primary_key=True)
    objects = PlainManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]


class Person(Base):
    """Extended by the next one."""

    objects = PlainManager()


class Employee(Person):
    """One model extends another, with a table of its own."""

    badge = models.CharField(max_length=10, default="none")


class Proxy(Person):
    """A proxy."""

    class Meta:
        """The same table."""

        proxy = True


class LinkedKey(Base):
    """The primary key is a row of another table."""

    card = models.OneToOneField(Company, models.CASCADE, primary_key=True)
    objects = PlainManager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With a new one."""
        if self.pk is None:
            self.card = Company._default_manager.create(name="card")
        super().save(*args, **kwargs)


class VisibleManager(PlainManager):
    """Hides those who are deleted."""

    def get_queryset(self) -> Any:
        """The others."""
        return super().get_queryset().filter(deleted=False)


class SoftlyDeleted(Base):
    """The row of a deleted user stays, and is hidden; no two of the others share an address."""

    email = models.EmailField()
    deleted = models.BooleanField(default=False)
    people = VisibleManager()
    objects = None

    class Meta:
        """Conditional, and functional."""

        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), condition=Q(deleted=False), name="people_email_of_present"),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Mark it."""
        self.deleted = True
        self.save()
        return 1, {}


class ActiveManager(PlainManager):
    """Hides those who are inactive, as long as they are."""

    def get_queryset(self) -> Any:
        """The others."""
        return super().get_queryset().filter(is_active=True)


class HiddenWhileInactive(Base):
    """The manager can't see the users that it makes."""

    is_active = models.BooleanField(default=False)
    objects = ActiveManager()


class Cleaned(Base):
    """``save`` validates, and requires a name that no sign-up asks for."""

    nickname = models.CharField(max_length=20)
    objects = PlainManager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Validate first."""
        self.full_clean()
        super().save(*args, **kwargs)


class CleanedLater(Base):
    """``save`` validates every later save, so nobody can change anything."""

    objects = PlainManager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse."""
        if (
            self.pk is not None
            and not kwargs.get("force_insert")
            and "last_login" not in kwargs.get("update_fields", ())
        ):
            raise ValidationError({"email": "Nothing can be changed any more."})
        super().save(*args, **kwargs)


class SaveInsists(Base):
    """``save`` needs the name of an editor."""

    objects = PlainManager()

    def save(self, editor: str, **kwargs: Any) -> None:  # type: ignore[override]
        """Save."""
        super().save(**kwargs)


class NoPassword(Base):
    """No column for a password."""

    password = None  # type: ignore[assignment]


class Peppered(Base):
    """Stores passwords its own way."""

    objects = PlainManager()

    def set_password(self, raw_password: str | None) -> None:
        """With pepper."""
        super().set_password(raw_password and f"pepper {raw_password}")

    def check_password(self, raw_password: str | None) -> bool:
        """The same."""
        return super().check_password(f"pepper {raw_password}")


class Files(Base):
    """It needs a picture."""

    picture = models.FileField()
    objects = PlainManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["picture"]


class Many(Base):
    """It needs companies."""

    companies = models.ManyToManyField(Company)
    objects = PlainManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["companies"]


class Needed(Base):
    """It needs a company, but no sign-up asks for one."""

    company = models.ForeignKey(Company, models.PROTECT)
    objects = PlainManager()


class GroupManager(PlainManager):
    """It looks something up."""

    def create_user(self, password: str | None = None, **fields: Any) -> Any:
        """A user of the first company, which doesn't exist."""
        Company._default_manager.get(name="first")
        return super().create_user(password, **fields)


class Looking(Base):
    """The manager needs a row that isn't there."""

    objects = GroupManager()


class OwnTable(Base):
    """A table of another name."""

    objects = PlainManager()

    class Meta:
        """The name that an older program gave it."""

        db_table = "legacy users"


class Firm(models.Model):
    """It has a key of its own."""

    number = models.AutoField(primary_key=True)


class DerivingQuerySet(models.QuerySet[Any]):
    """It returns instances of the derived class, as ``select_subclasses`` of django-model-utils does."""

    def _fetch_all(self) -> None:
        super()._fetch_all()
        for index, one in enumerate(self._result_cache or ()):
            if type(one) is Keyed:
                clerk = Clerk._base_manager.filter(keyed_ptr=one.pk).first()
                self._result_cache[index] = clerk or one  # type: ignore[index]  # it is there


class Keyed(Base):
    """A user; some are clerks."""

    objects = PlainManager.from_queryset(DerivingQuerySet)()


class Clerk(Firm, Keyed):
    """A user whose primary key is that of a firm, and the same number as another user's."""

    firm_ptr = models.OneToOneField(Firm, models.CASCADE, parent_link=True, primary_key=True)
    keyed_ptr = models.OneToOneField(Keyed, models.CASCADE, parent_link=True)
