"""For the library httpx: ``httpx.Client(auth=HttpxAuth(manager))``, or ``AsyncClient``."""

from __future__ import annotations

import httpx

from drf_signet_client.httpx_flow import HttpxFlow


class HttpxAuth(HttpxFlow[httpx.Request, httpx.Response], httpx.Auth):
    """The token of a manager, on the requests of any number of clients."""
