"""
Mail that is printed instead of sent, as a reader of a terminal would like it: with whole links, and without HTML.

The backend that comes with Django prints what would be sent. Since Django 6.0 that is quoted-printable (RFC 2045
section 6.7) where a line is long, so links are broken.
"""

from __future__ import annotations

from textwrap import TextWrapper
from typing import Final

from django.core.mail import EmailMessage
from django.core.mail.backends import console

__all__ = ["ConsoleMailBackend"]

WIDTH: Final = 79
RULE: Final = "-" * WIDTH
# A link is one word, however long, with hyphens in it.
WRAPPER: Final = TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)


class ConsoleMailBackend(console.EmailBackend):
    """Prints whom the mail is for, its subject and its text."""

    def write_message(self, message: EmailMessage) -> None:
        """Print *message*."""
        head = f"{RULE}\nMail to {', '.join(message.to)}\nSubject: {message.subject}\n\n"
        text = "\n".join(map(WRAPPER.fill, str(message.body).rstrip().split("\n")))
        self.stream.write(f"{head}{text}\n{RULE}\n")
