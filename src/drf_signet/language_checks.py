"""What ``manage.py check`` says about the languages in which a project answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.utils.translation import gettext, override, to_language

from drf_signet.errors import TokenError

CHOOSES: Final = "LocaleMiddleware"
"""The name of the class that makes a project follow ``Accept-Language``, its own or Django's."""

HOME: Final = "drf_signet"
COMPLETE: Final = "de"
"""A language in which this package has every text."""


def warn_languages(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """W070: a project that answers in other languages than English, and where Django finds no translation of ours."""
    if not settings.USE_I18N or not _answers_in_others() or _is_translated():
        return []
    return [
        Warning(
            f"Signet answers in English alone: Django finds the translations of an app, and {HOME!r} is none here.",
            hint=f"Add {HOME!r} to INSTALLED_APPS.",
            id="signet.W070",
        )
    ]


def _answers_in_others() -> bool:
    chooses = any(path.endswith(CHOOSES) for path in settings.MIDDLEWARE)
    return chooses or not settings.LANGUAGE_CODE.startswith("en")


def _is_translated() -> bool:
    if apps.is_installed(HOME):
        return True
    # Another package may bring them along, and the project may have some of its own.
    return any(_is_translated_to(language) for language in (COMPLETE, settings.LANGUAGE_CODE, *_of_the_project()))


def _of_the_project() -> Iterator[str]:
    for path in map(Path, settings.LOCALE_PATHS):
        if path.is_dir():
            yield from (to_language(folder.name) for folder in path.iterdir() if folder.is_dir())


def _is_translated_to(language: str) -> bool:
    text = TokenError.default_message
    with override(language):
        return gettext(text) != text
