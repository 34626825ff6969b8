"""The base of every error of this package."""

from __future__ import annotations

from typing import ClassVar

from signet_tokens.translatable_text import Text


class SignetError(Exception):
    """
    Base of the tree. ``code`` is stable, ``message`` is for people. *parts* fill the braces of the given *message*.
    """

    code: ClassVar[str]
    default_message: ClassVar[str]

    def __init__(self, message: str | None = None, *parts: object) -> None:
        given = message or self.default_message
        self.message: str = given if isinstance(given, Text) else Text(given, *parts)
        super().__init__(self.message)
