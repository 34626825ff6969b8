"""
Texts for people, which know what they were made of: where one becomes an answer, it is made again in another language.

    Text("Token '{}' claim has expired", "exp")             # is a str, in English; see `translation` for the rest

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

from typing import Self


def gettext_noop(message: str) -> str:
    """*message*, marked for ``makemessages``: it is translated where it becomes an answer."""
    return message


def ngettext(singular: str, plural: str, number: int) -> Text:
    """*singular* or *plural*, both marked for ``makemessages``, with *number* in its braces."""
    return Text(singular, number, plural=plural)


class Text(str):
    """
    *template*, with *parts* in its braces, as `str.format` puts them; *plural*, unless the first of them is 1.

    A template is a msgid of the catalogues.
    """

    __slots__ = ("parts", "plural", "template")
    template: str
    parts: tuple[object, ...]
    plural: str | None

    def __new__(cls, template: str, *parts: object, plural: str | None = None) -> Self:
        """The text in English."""
        english = plural if plural is not None and parts[0] != 1 else template
        text = super().__new__(cls, english.format(*parts) if parts else english)
        text.template, text.parts, text.plural = template, parts, plural
        return text

    def made_of(self, template: str) -> str:
        """The same text by *template*, a translation; in English, where that has other braces than it should."""
        try:
            return template.format(*self.parts) if self.parts else template
        except (LookupError, TypeError, ValueError, AttributeError):
            return str.__str__(self)
