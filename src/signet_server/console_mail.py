"""Mail that is printed instead of sent, as a reader of a terminal would like it: without its HTML part."""

from __future__ import annotations

from typing import Final

from django.core.mail import EmailMessage
from django.core.mail.backends import console

RULE: Final = "-" * 79


class EmailBackend(console.EmailBackend):
    """Prints whom the mail is for, its subject and its text."""

    def write_message(self, message: EmailMessage) -> None:
        """Print *message*."""
        head = f"{RULE}\nMail to {', '.join(message.to)}\nSubject: {message.subject}\n\n"
        self.stream.write(f"{head}{str(message.body).rstrip()}\n{RULE}\n")
