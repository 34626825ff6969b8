"""Sessions in cookies, users and messages belong to the admin: nothing else pays for them."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

SET: tuple[str, ...] = ("session", "_messages", "user")
"""What Django's middleware puts on a request."""


@pytest.mark.parametrize("path", ["/", "/api/v1/users/me/", "/api/v1/nothing/", "/readyz"])
def test_other_requests_pass_by(client: Client, path: str) -> None:
    """Nobody there would look at it."""
    request = client.get(path).wsgi_request
    assert [name for name in SET if name in vars(request)] in ([], ["user"]), "REST framework may say that it is nobody"


def test_the_admin_has_them(client: Client) -> None:
    """A form without its token is refused before a password is looked at."""
    request = client.get("/admin/login/").wsgi_request
    assert all(name in vars(request) for name in SET)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/admin/login/", {"username": "ada", "password": "x"}).status_code == 403
