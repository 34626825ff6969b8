"""The way to the server through the library requests: its proxies, and the certificates that it trusts."""

from __future__ import annotations

import time
from collections.abc import Mapping

from requests import PreparedRequest, Session

from drf_signet_client.answer import MAXIMUM_BYTES, Answer, NoAnswer
from drf_signet_client.urllib_post import TIMEOUT


class RequestsPost:
    """Sends through *session*, whatever else that adds to its requests."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, url: str, body: Mapping[str, object]) -> Answer:
        """Send *body* to *url*."""
        end = time.monotonic() + TIMEOUT
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        with self._session.post(
            url, json=body, headers=headers, auth=_nobody, timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            content = b""
            # Not `iter_content`, which waits until a piece is full, however slowly that goes.
            while piece := response.raw.read1(MAXIMUM_BYTES, decode_content=True):
                content += piece
                if len(content) > MAXIMUM_BYTES or time.monotonic() > end:
                    raise NoAnswer("The answer is too large, or too slow.")
            return Answer(response.status_code, response.headers, content)


def _nobody(request: PreparedRequest) -> PreparedRequest:
    # In place of the session's own, and of what ~/.netrc may hold for this host.
    return request
