"""For the library httpx2: ``httpx2.Client(auth=Httpx2Auth(manager))``, or ``AsyncClient``."""

from __future__ import annotations

import httpx2

from drf_signet_client.httpx_flow import HttpxFlow


class Httpx2Auth(HttpxFlow[httpx2.Request, httpx2.Response], httpx2.Auth):
    """The token of a manager, on the requests of any number of clients."""
