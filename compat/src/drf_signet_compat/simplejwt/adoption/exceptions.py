"""Refusals that are the core's and Simple JWT's: code that catches either, such as a middleware, catches them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drf_signet import exceptions as core
from drf_signet_compat.simplejwt import exceptions as simplejwt


class AuthenticationFailed(core.AuthenticationFailed, simplejwt.AuthenticationFailed):
    """401 for a token that was presented."""


class InvalidToken(core.InvalidToken, simplejwt.InvalidToken):  # type: ignore[misc]  # one text is translated
    """401 for a token that is no good itself, whoever its user is."""


class InvalidHeader(core.InvalidHeader, simplejwt.AuthenticationFailed):
    """401 for a header of our scheme that doesn't hold one token."""


@contextmanager
def refusing_for_both() -> Iterator[None]:
    """Let a refusal of either be one of both. Raises `AuthenticationFailed`, `InvalidToken` or `InvalidHeader`."""
    try:
        yield
    except core.InvalidHeader as error:
        raise _both(InvalidHeader, error) from error
    except (core.InvalidToken, simplejwt.InvalidToken) as error:
        raise _both(InvalidToken, error) from error
    except (core.AuthenticationFailed, simplejwt.AuthenticationFailed) as error:
        raise _both(AuthenticationFailed, error) from error


def _both(kind: type[core.AuthenticationFailed], error: Any) -> core.AuthenticationFailed:
    return kind(error.detail, error.detail["code"])
