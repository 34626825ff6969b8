"""`Client`: in one line to an answer."""

from __future__ import annotations

import sys
from secrets import token_hex

import pytest

from drf_signet_client import InvalidCredentials
from drf_signet_client.client import Client
from service import PASSWORD, USERNAME, Service
from wire import Reply, Tokens, serving


def test_a_block_is_a_session(service: Service) -> None:
    """Signed in at its beginning, refreshed on the way, signed out at its end."""
    with Client(service.url, username=USERNAME, password=PASSWORD) as api:
        assert api.get("users/me/").json()["username"] == USERNAME
        service.order(do="expire")
        assert api.get("/api/v1/users/me/").status_code == 200
    assert service.seen("token/refresh/") == 1
    assert service.seen("logout/", 204) == 1
    assert not api.tokens.is_signed_in


def test_a_block_that_fails_signs_out_as_well() -> None:
    """The error is the one of the block, also when the server is gone by then."""
    with serving(Tokens()) as server, pytest.raises(LookupError), Client(server.url, username="ada"):
        raise LookupError
    assert [one.path for one in server.sent] == ["/token/", "/logout/"]
    with serving(Tokens()) as server:
        api = Client(server.url, username="ada", password="secret")
    api.close()
    assert not api.tokens.is_signed_in


def test_addresses() -> None:
    """Below that of the service; with a slash, below that of the server; others are others."""
    with serving() as other, serving(tokens := Tokens(lambda sent: Reply(200, sent.path.encode()))) as server:
        server.behaviour = lambda sent: tokens(sent._replace(path=sent.path.removeprefix("/api/v1")))
        with Client(f"{server.url}api/v1", email="ada@example.com", password="secret", otp="123456") as api:
            assert b"otp" in server.sent[0].body
            for method in ["get", "post", "put", "patch", "delete"]:
                assert getattr(api, method)("users/me/?a=b", params={"c": "d"}).status_code == 200
                sent = server.sent[-1]
                assert (sent.method, sent.path) == (method.upper(), "/api/v1/users/me/?a=b&c=d")
                assert sent.token == "Bearer access-1"
            api.request("GET", "/health/")
            assert server.sent[-1].path == "/health/"
            for address in [other.url, other.url.removeprefix("http:")]:
                api.get(address)
    assert [one.token for one in other.sent] == [None, None]


def test_the_password_is_not_kept() -> None:
    """Nobody holds it but this function."""
    password = token_hex(8)
    before = sys.getrefcount(password)
    with serving(Tokens()) as server, Client(server.url, username="ada", password=password) as api:
        assert api.get("x").status_code == 200
        assert sys.getrefcount(password) == before


def test_hooks_of_the_session_see_no_tokens() -> None:
    """Those are fetched through another one."""
    seen: list[str] = []
    with serving(Tokens()) as server, Client(server.url, username="ada", password="secret") as api:
        api.session.hooks["response"].append(lambda answer, **_: seen.append(answer.url))
        api.tokens.get(api.tokens.get())
        api.get("x")
    assert seen == [f"{server.url}x"]


def test_a_wrong_password(service: Service) -> None:
    """It's said at once."""
    with pytest.raises(InvalidCredentials):
        Client(service.url, username=USERNAME, password="wrong")
