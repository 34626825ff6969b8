"""How long tokens live that a key of ours signed: for as long, the key has to verify."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from drf_signet.conf import get_settings, imported
from drf_signet.mounted_views import views_in_use
from drf_signet.settings import Settings
from drf_signet.tokens import Token


def longest_lifetime() -> timedelta:
    """
    The longest lifetime of any token: of those of the settings, and of each class of tokens that the project has.

    A session may give its tokens all the time until its own end, so SESSION_LIFETIME counts. The links in mails don't:
    Django's ``SECRET_KEY`` signs them. Tokens of ``JWT_AUTH`` don't either, as it has keys of its own.
    """
    settings = get_settings()
    _load_classes(settings)
    own: list[object] = [one.lifetime for one in _below(Token)]
    leeway = timedelta(seconds=settings.leeway)
    return leeway + max(
        settings.ACCESS_TOKEN_LIFETIME,
        settings.REFRESH_TOKEN_LIFETIME,
        settings.SLIDING_TOKEN_LIFETIME,
        settings.SLIDING_TOKEN_REFRESH_LIFETIME,
        settings.SESSION_LIFETIME,
        *(one for one in own if isinstance(one, timedelta)),
    )


def _load_classes(settings: Settings) -> None:
    views_in_use()
    for path in settings.AUTH_TOKEN_CLASSES:
        with suppress(ImportError):
            imported(path)


def _below(kind: type[Token]) -> Iterator[type[Token]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
