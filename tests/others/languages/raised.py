"""One error of each class of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

from drf_signet import errors
from drf_signet.errors import (
    CredentialsError,
    NoSigningKeyError,
    SignetError,
    ThrottledError,
    TokenError,
    UnavailableError,
)

ARGUMENTS: Final[Mapping[type[SignetError], tuple[Any, ...]]] = {
    ThrottledError: (1,),
    errors.TokenNotYetValidError: (9,),
    errors.SignInTooOldError: (60,),
    errors.InsufficientScopeError: (["orders:read"],),
    errors.RequestRefusedError: (401, {"detail": "No.", "code": "refused"}, {}),
}

OF_TOKENS: Final = (TokenError, UnavailableError, ThrottledError, NoSigningKeyError)
"""What a flow that is given a token may raise, with all that is derived from it."""

OF_CREDENTIALS: Final = (CredentialsError, UnavailableError, ThrottledError)


def every_error(*kinds: type[SignetError]) -> list[SignetError]:
    """An error of each class of `drf_signet.errors` that is one of *kinds*."""
    classes = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, kinds) and one is not SignetError
    ]
    return [one(*ARGUMENTS.get(one, ())) for one in classes]


def raising(error: SignetError) -> Callable[..., NoReturn]:
    """A flow that raises *error*, whatever it is given."""

    def flow(*args: object, **kwargs: object) -> NoReturn:
        raise error

    return flow


def every_class_below(kind: type[Any]) -> Iterator[type[Any]]:
    """What is derived from *kind*, and loaded."""
    for one in kind.__subclasses__():
        yield one
        yield from every_class_below(one)
