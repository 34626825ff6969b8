"""Settings that can't be used, where a request finds out: the log says what is wrong, and the client to try later."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from drf_signet.errors import UnavailableError
from drf_signet.outage_log import OUTAGES
from signet_tokens.translatable_text import gettext_noop as _


class MisconfiguredError(UnavailableError, ImproperlyConfigured):
    """As a text, it is *problem*, in the words of the system checks; its ``message`` tells clients nothing of it."""

    code = "misconfigured"
    default_message = _("The service isn't set up correctly. Try again later.")
    retry_after = 60

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.args = (problem,)


def logged(error: MisconfiguredError) -> MisconfiguredError:
    """*error*, to raise: the log has it, too."""
    OUTAGES.tell(error.code, error)
    return error
