"""The visible effects of the settings of codes by mail: one `Effect` for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.core import mail

from tests.accounts.changed import project_signet
from tests.accounts.person import Person
from tests.conf.effect import Effect
from tests.mailed_codes.asking import ask, device

BASE: Final = project_signet()


def see_page(person: Person) -> object:
    """The page that the link in the mail leads to."""
    ask(device())
    found = re.search(r"https://\S+?#", str(mail.outbox[-1].body))
    return found[0] if found else None


def see_mails(person: Person) -> object:
    """How many mails an address gets that is nobody's."""
    mail.outbox.clear()
    ask(device(), "nobody")
    return len(mail.outbox)


EFFECTS: Final[Mapping[str, Effect]] = {
    "SIGN_IN_CODE_URL": Effect(
        see_page,
        {"SIGN_IN_CODE_URL": "https://a.example.org/in#{token}"},
        before="https://app.example.com/sign-in#",
        after="https://a.example.org/in#",
        base=BASE,
    ),
    "SIGN_IN_CODE_SIGN_UP": Effect(see_mails, {"SIGN_IN_CODE_SIGN_UP": True}, before=0, after=1, base=BASE),
}
"""An effect for each of them."""
