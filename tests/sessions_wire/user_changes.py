"""What can happen to a user: through the model, or behind its back."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection

NEW_PASSWORD = "another-horse-battery"


def disable(user: User) -> None:
    """Through the model."""
    user.is_active = False
    user.save()


def disable_by_update(user: User) -> None:
    """Behind the model's back."""
    User.objects.filter(pk=user.pk).update(is_active=False)


def disable_by_sql(user: User) -> None:
    """By SQL."""
    _execute("UPDATE auth_user SET is_active = FALSE WHERE id = %s", user.pk)


def change_password(user: User) -> None:
    """Through the model."""
    user.set_password(NEW_PASSWORD)
    user.save()


def change_password_by_update(user: User) -> None:
    """Behind the model's back."""
    User.objects.filter(pk=user.pk).update(password=make_password(NEW_PASSWORD))


def change_password_by_sql(user: User) -> None:
    """By SQL."""
    _execute("UPDATE auth_user SET password = %s WHERE id = %s", make_password(NEW_PASSWORD), user.pk)


def delete(user: User) -> None:
    """Through the model."""
    User.objects.get(pk=user.pk).delete()


def delete_by_sql(user: User) -> None:
    """By SQL."""
    _execute("DELETE FROM auth_user WHERE id = %s", user.pk)


def _execute(statement: str, *parameters: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
