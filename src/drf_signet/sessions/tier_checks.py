"""What ``manage.py check`` says where parts with sessions and parts without them stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from drf_signet.checks import Check, rule
from drf_signet.mounted_views import authentication_in_use, home_of, said_by_views, views_in_use
from drf_signet.sessions.tokens import SessionToken
from drf_signet.settings import Settings
from drf_signet.tokens import RefreshToken, SlidingToken
from drf_signet.user_model import label_of

SESSIONS: Final = "drf_signet.sessions"


@rule
def warn_authentication_without_sessions(settings: Settings) -> Iterator[CheckMessage]:
    """W063: authentication that looks users up and not their sessions, so a token goes on after its sign-out."""
    for one in dict.fromkeys(authentication_in_use()):
        looks_up = home_of(one) == "drf_signet.authentication" and getattr(one, "needs_users", False)
        if looks_up and label_of(getattr(one, "user_model", None)) is None:
            yield Warning(
                f"{_path(one)} doesn't check sessions, so an access token still works after its user has signed out.",
                hint="Use 'drf_signet.sessions.authentication.JWTAuthentication', or derive your class from it: it "
                "also needs one query. If tokens may work until they expire, use "
                "'drf_signet.authentication.JWTStatelessUserAuthentication', which needs none.",
                id="signet.W063",
            )


@rule
def warn_tokens_without_sessions(settings: Settings) -> Iterator[CheckMessage]:
    """W064: endpoints whose tokens belong to no session, so nothing can revoke them."""
    for view in dict.fromkeys(_views_without_sessions()):
        yield Warning(
            f"The tokens of {_path(view)} belong to no session, so nobody can sign out or list them.",
            hint="Use the view of the same name in 'drf_signet.sessions.views', or include "
            "'drf_signet.sessions.urls' in place of 'drf_signet.urls'. Derive your serializer from the one of "
            "the same name in 'drf_signet.sessions.serializers'.",
            id="signet.W064",
        )


@rule
def check_that_sessions_can_be_had(settings: Settings) -> Iterator[CheckMessage]:
    """E062: authentication by sessions, where every endpoint that signs in gives tokens without one."""
    asking = [one for one in authentication_in_use() if getattr(one, "needs_app", None) == SESSIONS]
    without = dict.fromkeys(_views_without_sessions())
    if asking and without and not any(_is_of_session(one) for one in _token_classes()):
        yield Error(
            f"{_path(asking[0])} refuses every token of {', '.join(map(_path, without))}: they belong to no session.",
            hint="Include 'drf_signet.sessions.urls' in place of 'drf_signet.urls', or use the views of the same "
            "names in 'drf_signet.sessions.views'.",
            id="signet.E062",
        )


def _views_without_sessions() -> list[type]:
    pairs = zip(views_in_use(), _token_classes(), strict=True)
    return [view for view, token_class in pairs if _is_without_session(token_class)]


def _token_classes() -> list[Any]:
    """The class of the tokens that each view gives, if it gives any."""
    return [getattr(_serializer(one), "token_class", None) for one in said_by_views("serializer_class")]


def _serializer(said: object) -> object:
    with suppress(ImportError):
        return import_string(said) if isinstance(said, str) else said
    return None


def _is_of_session(token_class: object) -> bool:
    return isinstance(token_class, type) and issubclass(token_class, SessionToken)


def _is_without_session(token_class: object) -> bool:
    if not isinstance(token_class, type) or not issubclass(token_class, (RefreshToken, SlidingToken)):
        return False
    return home_of(token_class) == "drf_signet.tokens" and label_of(token_class.user_model) is None


def _path(thing: type) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


ALWAYS: Final[Sequence[Check]] = (
    warn_authentication_without_sessions,
    warn_tokens_without_sessions,
    check_that_sessions_can_be_had,
)
