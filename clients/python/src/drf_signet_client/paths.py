"""Where the endpoints of a service are: `Paths`."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urljoin

from drf_signet_client.origin import origin_of


class Paths(NamedTuple):
    """
    The endpoints, relative to the URL of the service, and at its origin: the *prefix* of all, and single ones below it.

    Django's ``path("api/v1/auth/", include("drf_signet.sessions.urls"))`` is ``Paths(prefix="auth/")`` for the URL
    ``https://api.example.com/api/v1/``.
    """

    prefix: str = ""
    login: str = "token/"
    refresh: str = "token/refresh/"
    logout: str = "logout/"
    logout_all: str = "logout/all/"
    code: str = "token/code/"
    code_confirm: str = "token/code/confirm/"

    def below(self, url: str) -> Paths:
        """The same as absolute URLs. Raises `ValueError` where one is at another origin: tokens go to that of *url*."""
        root = urljoin(url, self.prefix if self.prefix.endswith("/") or not self.prefix else f"{self.prefix}/")
        absolute = Paths(root, *(urljoin(root, path) for path in self[1:]))
        if any(origin_of(one) != origin_of(url) for one in absolute):
            raise ValueError(f"The paths should lie at the origin of {url}")
        return absolute
