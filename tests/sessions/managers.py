"""A user manager that hides users, as soft deletion does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User, UserManager
from django.db.models import QuerySet


class VisibleUsers(UserManager[User]):
    """All but those whose first name says that they are gone."""

    def get_queryset(self) -> QuerySet[User]:
        """Whoever is still here."""
        return super().get_queryset().exclude(first_name="gone")


@contextmanager
def hiding() -> Iterator[None]:
    """Until the end of the block, the default manager of users hides some."""
    manager = VisibleUsers()
    manager.model = User
    usual = User._meta.default_manager
    vars(User._meta)["default_manager"] = manager
    try:
        yield
    finally:
        vars(User._meta)["default_manager"] = usual
