"""What a code or a link by mail is refused with."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from drf_signet.answers import ANSWERS, Row
from drf_signet.errors import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class CodeError(SignetError):
    """The code is not the one in the mail. It may be tried again."""

    code = "code_invalid"
    default_message = _("This code isn't right. Check it, and try again.")


class CodeExpiredError(CodeError):
    """The code has expired, was used, or was tried too often; or another device asked for it."""

    code = "code_expired"
    default_message = _("This code can't be used any more. Ask for a new one.")


class ConfirmationNeededError(SignetError):
    """
    The link is good, and was opened in another browser than the one that asked for it.

    ``asked_from`` says which one that was: its ``device`` in words, its ``ip``, if it is known, and when it asked
    (``at``, in ISO 8601).
    """

    code = "confirmation_needed"
    default_message = _("Another device asked for this link. Sign in here only if that was you.")

    def __init__(self, asked_from: Mapping[str, str | None]) -> None:
        super().__init__()
        self.asked_from = dict(asked_from)


ANSWERS.add(
    {
        # Not under the name of its field, which would stand where the ``code`` of the error does.
        CodeError: Row(400),
        ConfirmationNeededError: Row(409, more={"asked_from": attrgetter("asked_from")}),
    }
)
