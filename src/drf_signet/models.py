"""`TokenUser`: a user made of the claims of a token, with no row and no query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from django.apps import apps
from django.db.models.manager import EmptyManager

from drf_signet.tenant import CLAIM
from drf_signet.tokens import Token
from drf_signet.user_key import key_in_query
from drf_signet.user_model import MODEL_CLAIM

__all__ = ["TokenUser"]

NONE_OF: Final[Mapping[str, str]] = {"groups": "auth.Group", "user_permissions": "auth.Permission"}
"""What a user with a row has as managers."""

NO_ROW: Final = "Token users have no DB representation"


class TokenUser:
    """
    The user that *token* names, for views that need no more than its claims.

    Claims are read through ``claims`` or as attributes (``user.first_name``); a claim that the token doesn't have
    is an `AttributeError`. There are no permissions here but what your own views read from the claims: ``groups`` and
    ``user_permissions`` are managers of nothing, unless there are such claims.
    """

    is_active = True
    is_anonymous = False
    is_authenticated = True

    def __init__(self, token: Token) -> None:
        self.token = token

    @property
    def claims(self) -> Mapping[str, object]:
        """Everything the token says."""
        return self.token.payload

    @property
    def id(self) -> str:
        """
        The value of USER_ID_CLAIM, or the subject at another issuer.

        Always a string, whatever the type of the key in the database.
        """
        return str(self.token[self.token.user_claim])

    @property
    def pk(self) -> str:
        """Another name of ``id``."""
        return self.id

    @property
    def username(self) -> str:
        """The claim ``username``, or an empty string."""
        return str(self.token.get("username", ""))

    @property
    def is_staff(self) -> bool:
        """Whether the claim ``is_staff`` is true."""
        return self.token.get("is_staff") is True

    @property
    def is_superuser(self) -> bool:
        """Whether the claim ``is_superuser`` is true."""
        return self.token.get("is_superuser") is True

    def get_username(self) -> str:
        """The same as ``username``."""
        return self.username

    def get_group_permissions(self, obj: object = None) -> set[str]:
        """None: a token holds no permissions."""
        return set()

    def get_all_permissions(self, obj: object = None) -> set[str]:
        """None: a token holds no permissions."""
        return set()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """No: a token holds no permissions."""
        return False

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        """No: a token holds no permissions."""
        return False

    def has_module_perms(self, module: str) -> bool:
        """No: a token holds no permissions."""
        return False

    def resolve_expression(self, query: object, **context: Any) -> Any:
        """Let Django use this user in a query: ``filter(user=request.user)`` finds the rows of this user."""
        return key_in_query(self.token, self.id, query=query, **context)

    def save(self) -> NoReturn:
        """Raises `NotImplementedError`, as there is no row."""
        raise NotImplementedError(NO_ROW)

    def delete(self) -> NoReturn:
        """Raises `NotImplementedError`, as there is no row."""
        raise NotImplementedError(NO_ROW)

    def set_password(self, raw_password: str) -> NoReturn:
        """Raises `NotImplementedError`, as there is no row."""
        raise NotImplementedError(NO_ROW)

    def check_password(self, raw_password: str) -> NoReturn:
        """Raises `NotImplementedError`, as there is no row."""
        raise NotImplementedError(NO_ROW)

    def __getattr__(self, name: str) -> object:
        # Looked up in the instance dict: copying and unpickling ask for attributes before there is a token.
        token = self.__dict__.get("token")
        if isinstance(token, Token) and name in token:
            return token[name]
        if name in NONE_OF and apps.is_installed("django.contrib.auth"):
            return EmptyManager(apps.get_model(NONE_OF[name]))
        raise AttributeError(f"The token has no claim {name!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TokenUser) or self.id != other.id or tenant_in(self) != tenant_in(other):
            return False
        if self.token.issuer != other.token.issuer:
            return False
        return self.token.get(MODEL_CLAIM) == other.token.get(MODEL_CLAIM)

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return f"TokenUser {self.id}"

    def __repr__(self) -> str:
        # What Django says where this is assigned to a field that wants a row.
        return f"<{self}: made of a token, so to set a field such as user, set user_id to its id>"


def tenant_in(user: TokenUser) -> object:
    """Whose *user* is: two tenants may have users with the same identifier."""
    return user.token.get(CLAIM)
