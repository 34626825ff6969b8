"""The mails that were sent, as (kind, recipient), and the tokens in them."""

from __future__ import annotations

from typing import Final

from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

from drf_signet.accounts.testing import token_in

SITE: Final = "app.example.com"
SUBJECTS: Final = {
    "activation": f"Confirm your e-mail address at {SITE}",
    "account_exists": f"You already have an account at {SITE}",
    "password_reset": f"Set a new password at {SITE}",
    "password_changed": f"Your password at {SITE} was changed",
    "password_elsewhere": "Your password at app.example.com",
    "email_change": f"Confirm your new e-mail address at {SITE}",
    "sign_in_notice": f"New sign-in to your account at {SITE}",
    "account_taken_over": f"You confirmed the address of your account at {SITE}",
    "email_changed": f"The e-mail address of your account at {SITE} was changed",
}
"""The subject of each kind of mail."""

Sent = list[tuple[str, str]]


def sent() -> Sent:
    """The kind and the recipient of each mail so far, in order; they are taken out."""
    kinds = {subject: kind for kind, subject in SUBJECTS.items()}
    found = [(kinds[str(one.subject)], recipient) for one in mail.outbox for recipient in one.recipients()]
    mail.outbox.clear()
    return found


def last_token() -> str:
    """The token of the link in the last mail."""
    return token_in(mail.outbox[-1])


def html_of(message: EmailMessage) -> str:
    """The HTML of *message*, which is its one alternative."""
    assert isinstance(message, EmailMultiAlternatives)
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return str(content)
