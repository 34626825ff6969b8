"""From a text of this package to the language of the request, by the catalogues of the project."""

from __future__ import annotations

from typing import cast, overload

from django.utils.translation import gettext, ngettext

from signet_tokens.translatable_text import Text


@overload
def translated(text: str) -> str: ...


@overload
def translated(text: object) -> object: ...


def translated(text: object) -> object:
    """*text* in the active language. Anything but a plain string, such as a lazy translation, stays as it is."""
    if isinstance(text, Text):
        return text.made_of(_translation_of(text))
    return gettext(text) if type(text) is str else text


def _translation_of(text: Text) -> str:
    if text.plural is None:
        return gettext(text.template)
    return ngettext(text.template, text.plural, cast(int, text.parts[0]))
