"""From an access token of another issuer to its user: made of the claims, a row, or found by a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import iscoroutine
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DataError, IntegrityError
from django.db.models import Model

from drf_signet.conf import get_settings, imported
from drf_signet.errors import TokenUserError, UserNotFoundError
from drf_signet.foreign_tokens import ForeignToken
from drf_signet.misconfiguration import MisconfiguredError, logged
from drf_signet.models import TokenUser
from drf_signet.new_users import new_user, projects_code
from drf_signet.user_identifier import attribute_for
from drf_signet.user_rule import check_rule
from drf_signet.user_table import written_users
from drf_signet.users import look_up
from signet_tokens.claim_reasons import name_taken, unknown_user

Subject = str | int
User = AbstractBaseUser | TokenUser


def foreign_user(token: ForeignToken) -> User:
    """
    The user of *token*, as the entry of its issuer in ISSUERS says.

    Raises `UserNotFoundError`, `UserInactiveError`, `TokenUserError` where the project's rule refuses an active user,
    or `TokenError` where the token names none; `MisconfiguredError` where the code of the project fails.
    """
    user = WAYS.get(token.settings.user, _returned)(token, token.subject)
    if not isinstance(user, TokenUser):
        check_rule(user)
    return user


def check_foreign_user(token: ForeignToken, looks_up_users: Callable[[], bool]) -> None:
    """
    Raise as `foreign_user`, as far as that can be known without the project's code, and without making a user.

    Users are looked up where *looks_up_users* says that what authenticates does so.
    """
    subject = token.subject
    if token.settings.user == "get" and looks_up_users():
        check_rule(_get(token, subject))


def token_user(token: ForeignToken) -> TokenUser:
    """A user made of the claims of *token*: no query. Raises `TokenError` where they name none."""
    return _made_of_claims(token, token.subject)


def _made_of_claims(token: ForeignToken, subject: Subject) -> TokenUser:
    user_class: type[TokenUser] = imported(get_settings().TOKEN_USER_CLASS)
    return user_class(token)


def _get(token: ForeignToken, subject: Subject) -> AbstractBaseUser:
    model: Any = get_user_model()
    name = attribute_for(_field(token))
    try:
        user = look_up(lambda value: written_users(model).get(**{name: value}), subject)
    except UserNotFoundError:
        raise UserNotFoundError(reason=unknown_user(subject, name)) from None
    # Some columns hold two subjects for the same that differ in case, accents or spaces at the end.
    if str(getattr(user, name)) != str(subject):
        raise UserNotFoundError(reason=unknown_user(subject, name))
    return user


def _get_or_create(token: ForeignToken, subject: Subject) -> AbstractBaseUser:
    try:
        return _get(token, subject)
    except UserNotFoundError:
        defaults = _defaults(token)
    try:
        return new_user({**defaults, _field(token): subject}, lambda: _get(token, subject))
    except (IntegrityError, DataError) as error:
        refused = error
    try:
        # Another request made this user meanwhile.
        return _get(token, subject)
    except UserNotFoundError:
        raise TokenUserError(reason=name_taken(subject)) from refused


def _defaults(token: ForeignToken) -> Mapping[str, object]:
    path = token.settings.user_defaults
    if path is None:
        return {}
    with projects_code(path):
        found = imported(path)(dict(token.payload))
    if isinstance(found, Mapping) and all(isinstance(name, str) for name in found):
        return found
    raise _rubbish(path, found, "a dict")


def _returned(token: ForeignToken, subject: Subject) -> User:
    path = token.settings.user
    with projects_code(path):
        found: object = imported(path)(dict(token.payload))
    if found is None:
        raise UserNotFoundError(reason=unknown_user(subject, path))
    is_row = isinstance(found, Model) and found.pk is not None
    if isinstance(found, TokenUser) or (is_row and getattr(found, "is_authenticated", False) is True):
        return found  # type: ignore[return-value]
    raise _rubbish(path, found, "a user who is saved, or None")


def _field(token: ForeignToken) -> str:
    if token.settings.user_field is None:
        raise logged(MisconfiguredError(f"SIGNET['ISSUERS'][{token.issuer!r}] has no 'user_field'."))
    return token.settings.user_field


def _rubbish(path: str, found: object, wanted: str) -> MisconfiguredError:
    if iscoroutine(found):
        found.close()
    return logged(MisconfiguredError(f"{path}() returned {type(found).__name__}, and should return {wanted}."))


WAYS: Final[Mapping[str, Callable[[ForeignToken, Subject], User]]] = {
    "stateless": _made_of_claims,
    "get": _get,
    "get_or_create": _get_or_create,
}
"""What an entry may say in ``user``, beside a dotted path."""
