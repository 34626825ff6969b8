"""A permission that asks what the token of the request is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, cast

from rest_framework import exceptions
from rest_framework.permissions import AND, OR, BasePermission

from drf_signet.authentication import JWTAuthentication
from drf_signet.errors import InsufficientScopeError
from drf_signet.exceptions import TokenForbidden, answer_to
from signet_tokens.scopes import is_scope, scopes_in

if TYPE_CHECKING:
    # REST framework's views import what DEFAULT_PERMISSION_CLASSES names, which may be this.
    from rest_framework.request import Request
    from rest_framework.views import APIView

__all__ = ["HasScope"]

NAMING: Final = "names_missing_scopes"
"""An attribute of the method of a view that does so already."""

Scopes = tuple[str, ...]


class HasScope(BasePermission):
    """
    The token of the request has a scope, or several (RFC 6749 section 3.3), to the letter.

        permission_classes = [HasScope.of("orders:read")]
        permission_classes = [IsAdminUser | HasScope.of("orders:read", "orders:write")]

    A request without a token gets the 401 of IsAuthenticated. For a token that lacks a scope, the answer is a 403 that
    names it (RFC 6750 section 3.1), unless another permission refuses the request whatever its scopes are.
    """

    scopes: ClassVar[Scopes] = ()
    """All of these are needed."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Raises `ValueError` where ``scopes`` is empty, or holds what is no scope."""
        super().__init_subclass__(**kwargs)
        if "scopes" in vars(cls) and not _can_be_met(cls.scopes):
            raise ValueError(f"{cls.__name__} needs scopes, such as ('orders:read',), not {cls.scopes!r}.")

    @classmethod
    def of(cls, *scopes: str) -> type[Self]:
        """The permission that needs all *scopes*. Raises `ValueError` for none, and for what is no scope."""
        return type(cls.__name__, (cls,), {"scopes": scopes, "__module__": cls.__module__, "__doc__": cls.__doc__})

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the token has the scopes. If it doesn't, *view* answers with a 403 that names them."""
        if self.is_met(request):
            return True
        _name_what_is_missing(view)
        return False

    def is_met(self, request: Request) -> bool:
        """Whether the token of *request* has the scopes."""
        return bool(self.scopes) and self.granted(request.auth).issuperset(self.scopes)

    def granted(self, auth: Any) -> frozenset[str]:
        """The scopes of ``request.auth``: those in its claims. Override it for an issuer that names them otherwise."""
        claims = getattr(auth, "payload", auth)
        return scopes_in(claims) if isinstance(claims, Mapping) else frozenset()


def _can_be_met(scopes: Any) -> bool:
    names = scopes if isinstance(scopes, tuple | list) else ()
    return bool(names) and all(isinstance(one, str) and is_scope(one) for one in names)


def missing_scopes(permission: Any, request: Request, view: APIView) -> Scopes | None:
    """The scopes with which *permission* would let *request* pass; None where no scope would help."""
    if isinstance(permission, HasScope):
        return () if permission.is_met(request) else permission.scopes
    if not isinstance(permission, AND | OR):
        return () if permission.has_permission(request, view) else None
    both: Any = permission
    found = [missing_scopes(one, request, view) for one in (both.op1, both.op2)]
    possible = [one for one in found if one is not None]
    if isinstance(permission, OR):
        return min(possible, key=len, default=None)
    return tuple(dict.fromkeys(chain(*possible))) if possible == found else None


def _name_what_is_missing(view: Any) -> None:
    # Only the view knows that it refuses the request: another permission beside this one may let it pass.
    refuse = getattr(view, "permission_denied", None)
    if refuse is None or hasattr(refuse, NAMING):
        return

    def permission_denied(request: Request, message: str | None = None, code: str | None = None) -> None:
        try:
            refuse(request, message=message, code=code)
        except exceptions.PermissionDenied as refused:
            scopes = _first_missing(view.get_permissions(), request, view)
            if not scopes:
                raise
            raise _answer(scopes, request) from refused

    setattr(permission_denied, NAMING, True)
    view.permission_denied = permission_denied


def _first_missing(permissions: Iterable[Any], request: Request, view: APIView) -> Scopes | None:
    found = (missing_scopes(one, request, view) for one in permissions)
    return next((one for one in found if one != ()), None)


def _answer(scopes: Scopes, request: Request) -> TokenForbidden:
    answer = cast(TokenForbidden, answer_to(InsufficientScopeError(scopes)))
    ours = (one for one in request.authenticators or () if isinstance(one, JWTAuthentication))
    answer.auth_header = next(ours, JWTAuthentication()).authenticate_header(request)
    return answer
