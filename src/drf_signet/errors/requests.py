"""What can be wrong with a request, whatever it asks for."""

from __future__ import annotations

from collections.abc import Mapping

from drf_signet.errors.signet_error import SignetError
from drf_signet.texts import gettext_noop as _


class RequestRefusedError(SignetError):
    """
    A request outside of REST framework is not authenticated, or something that its view needs was refused.

    ``status``, ``headers`` and ``body`` are what a view of REST framework would have answered. ``code`` is that of the
    body, or *code* where the body has none.
    """

    code = "not_authenticated"
    default_message = _("The request is refused.")

    def __init__(self, status: int, body: object, headers: Mapping[str, str], code: str | None = None) -> None:
        said = body if isinstance(body, Mapping) else {}
        super().__init__(str(said.get("detail") or self.default_message))
        self.status, self.body, self.headers = status, body, headers
        self.code = str(said.get("code") or code or self.code)  # type: ignore[misc]  # here, each has its own
