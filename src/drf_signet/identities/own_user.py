"""The user of a request, who is signed in here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from drf_signet.user_model import is_row_of


def own_user(request: Request) -> AbstractBaseUser:
    """
    The row of the user model that *request* is authenticated as.

    Raises `PermissionDenied` for any other, such as a `TokenUser`, or a row whose key is that of somebody else.
    """
    user: Any = request.user
    if not is_row_of(user, get_user_model()):
        raise PermissionDenied
    return user  # type: ignore[no-any-return]
