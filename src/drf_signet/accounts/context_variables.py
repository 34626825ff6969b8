"""`Contexts`: the context variables of requests whose mails wait, for as long as this process is there to send them."""

from __future__ import annotations

from contextvars import Context
from typing import Final

from drf_signet.accounts.mail_tables import Place, place_of
from drf_signet.accounts.models import WaitingMail

MOST: Final = 1_000


class Contexts:
    """The contexts of the last MOST mails. A mail must be right without its context: see `request_context`."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, int], Context] = {}

    def keep(self, place: Place, key: int, context: Context) -> None:
        """Keep *context* for the mail with *key* at *place*."""
        self._kept[place, key] = context
        while len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)), None)

    def of(self, mail: WaitingMail) -> Context:
        """A copy of that of *mail*; an empty one where another process wrote it down."""
        kept = self._kept.get((place_of(mail), mail.pk))
        return Context() if kept is None else kept.copy()

    def forget(self, mail: WaitingMail) -> None:
        """Nobody will ask for that of *mail*."""
        self._kept.pop((place_of(mail), mail.pk), None)
