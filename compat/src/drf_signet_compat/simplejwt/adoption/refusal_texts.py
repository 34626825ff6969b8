"""The texts of refusals while tokens are adopted."""

from __future__ import annotations

from typing import ClassVar

from drf_signet.answers import REFUSED_TOKEN, Answers
from drf_signet.errors import TokenError
from drf_signet.sessions.answers import EXCHANGE_ANSWERS
from drf_signet.sessions.views import SessionViewBase


class KeptWords(SessionViewBase):
    """Refuses tokens in the words of Simple JWT 5.5, which its clients know."""

    answers: ClassVar[Answers] = EXCHANGE_ANSWERS.but({TokenError: REFUSED_TOKEN})
