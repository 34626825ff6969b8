"""Authentication backends as projects have them."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend, ModelBackend

DIRECTORY: Final = {"ada": "password-in-the-directory", "bob": "another-in-the-directory"}
"""Names and passwords that another program keeps."""


class DirectoryBackend:
    """Asks a directory, as django-auth-ldap does, and saves whom it lets in."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None) -> Any:
        """The user of that name, if the directory knows the password."""
        if username is None or DIRECTORY.get(username) != password:
            return None
        user = get_user_model()._default_manager.filter(username=username).first()
        if user is not None:
            user.save()
        return user

    def get_user(self, pk: Any) -> Any:
        """Not for us."""


def ask_directory(**credentials: Any) -> Any:
    """Somewhere else in a package."""
    return DirectoryBackend().authenticate(None, **credentials)


class PassingBackend(ModelBackend):
    """Hands everything on, as django-python3-ldap does."""

    def authenticate(self, *args: Any, **kwargs: Any) -> Any:
        """Whatever comes back."""
        return ask_directory(**kwargs)


class TrustingBackend(PassingBackend):
    """Does something with whoever the directory lets in, such as to verify the address."""

    def authenticate(self, *args: Any, **kwargs: Any) -> Any:
        """What the directory says."""
        return super().authenticate(*args, **kwargs)


class LoadingBackend(PassingBackend):
    """Hands on something else to Django's backend than the question for a password."""

    def get_user(self, *args: Any, **kwargs: Any) -> Any:
        """As Django does it."""
        return super().get_user(*args, **kwargs)


class AddressBackend(ModelBackend):
    """Finds users by address, and looks at their own password."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        """The user."""
        user = get_user_model()._default_manager.filter(email=username).first()
        return user if user and self.is_right(user, password) else None

    def is_right(self, user: Any, password: str) -> bool:
        """Asked by another method."""
        return bool(user.check_password(password))


class CarefulBackend(ModelBackend):
    """Django's, with a rule more."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        """Nobody who is called root."""
        return None if username == "root" else super().authenticate(request, username, password, **kwargs)


class PermissionBackend(BaseBackend):
    """Knows of permissions alone."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        """Nobody."""
        return


class LinkBackend(BaseBackend):
    """Takes no password."""

    def authenticate(self, request: Any, link: str | None = None) -> Any:  # type: ignore[override]
        """Nobody, here."""
