"""What the web app shows of tokens, against the real service: requests, token, sessions, theft."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from signet_tokens import jws
from signet_tokens.keys import SigningKey
from tests.service.tabs import Tab, tab
from tests.service.visitor import PASSWORD, Visitor
from tests.service.web_app import DOOR, go_to, member_at, press, sign_in

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
GENUINE = "your browser verified the signature with the published key 2026-a"
FORGED = "Forged"


def refreshes(opened: Tab) -> int:
    """How often the page asked for a refresh."""
    return sum("browser/token/refresh/" in one for one in opened.sent())


def unsigned(claims: dict[str, object]) -> str:
    """A token that says so, with *claims*."""
    parts = (json.dumps(one, ensure_ascii=False).encode() for one in ({"alg": "none"}, claims))
    return ".".join(urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts) + "."


def with_secret(claims: dict[str, object]) -> str:
    """A token that somebody signed with a secret of their own."""
    return jws.sign(json.dumps(claims).encode(), SigningKey.load("s" * 64, "HS256"))


def spoiled(token: str) -> str:
    """*token* with another signature."""
    head, _, signature = token.rpartition(".")
    return f"{head}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def test_five_requests_make_one_refresh(browser: Browser, visitor: Visitor) -> None:
    """Five bars of 401, one refresh, five of 200; the tutorial's client makes five, and both stay in sight."""
    with member_at(browser, visitor, "Requests") as opened:
        page = opened.page
        for client, expected in (("Our client", 1), ("The tutorial's client", 5)):
            page.get_by_role("radio", name=client).check()
            before = len(opened.requests)
            press(page, "Send 5 requests")
            expect(page.get_by_role("status").filter(has_text="5 requests,")).to_contain_text(
                f"{client}: 5 requests, {expected} refresh{'es' if expected > 1 else ''}, 5 answered"
            )
            sent = [one for one in opened.requests[before:] if "/api/v1/" in one.url]
            answers = [response.status for one in sent if (response := one.response())]
            assert sorted(answers) == [200] * (5 + expected) + [401] * 5
        for client, expected in (("Our client", 1), ("The tutorial's client", 5)):
            shown = page.get_by_role("region", name=client).get_by_role("listitem")
            expect(shown).to_have_count(10 + expected)
            expect(shown.filter(has_text="401")).to_have_count(5)
            expect(shown.filter(has_text="200")).to_have_count(5 + expected)


def test_without_an_expired_token_nothing_is_refreshed(browser: Browser, visitor: Visitor) -> None:
    """Five requests, five answers."""
    with member_at(browser, visitor, "Requests") as opened:
        page = opened.page
        page.get_by_label("Expired token").uncheck()
        page.get_by_role("radio", name="Our client").check()
        press(page, "Send 5 requests")
        expect(page.get_by_role("status").filter(has_text="5 requests, 0 refreshes, 5 answered")).to_be_visible()
        assert refreshes(opened) == 0


def test_a_server_that_is_down_ends_no_session(browser: Browser, visitor: Visitor) -> None:
    """The page says so, and goes on when it is back."""
    with member_at(browser, visitor, "Requests") as opened:
        page = opened.page
        page.get_by_label("Server down").check()
        press(page, "Send 5 requests")
        expect(page.get_by_role("status").filter(has_text="You are still signed in")).to_be_visible()
        page.get_by_label("Server down").uncheck()
        go_to(page, "Sessions")
        expect(page.get_by_text("this device", exact=True)).to_be_visible()


def test_the_token_in_words(browser: Browser, visitor: Visitor) -> None:
    """Its claims, the time it has left, and what the service says of it; offline as well."""
    with member_at(browser, visitor, "Token") as opened:
        page = opened.page
        claims = page.get_by_role("region", name="Claims")
        expect(claims).to_contain_text(visitor.email)
        expect(claims).to_contain_text(re.compile(r"in 4\sminutes, \d+\sseconds?"))
        expect(page.get_by_text("Signed with a private key (ES256).")).to_be_visible()
        page.get_by_role("radio", name="Another token").check()
        page.get_by_label("Token", exact=True).fill(with_secret({"exp": 4_102_444_800}))
        expect(page.get_by_text("Signed with a secret that only the service knows (HS256).")).to_be_visible()
        press(page, "Ask the service")
        expect(
            page.get_by_role("alert").or_(page.get_by_role("status")).filter(has_text="The service says")
        ).to_be_visible()
        page.context.set_offline(True)
        page.get_by_role("radio", name="Another token").check()
        page.get_by_label("Token", exact=True).fill(unsigned({"name": "Жанна", "exp": 4_102_444_800}))
        expect(claims).to_contain_text("Жанна")
        expect(page.get_by_text("Not signed at all.")).to_be_visible()
        page.get_by_label("Token", exact=True).fill("no token")
        expect(page.get_by_role("alert").filter(has_text="This is not a token")).to_be_visible()
        page.context.set_offline(False)
        opened.complaints.clear()


@pytest.mark.parametrize("vector", ["rfc7515_a2_rs256", "rfc7515_a3_es256"])
def test_a_signature_is_checked_with_the_published_keys(browser: Browser, visitor: Visitor, vector: str) -> None:
    """In the page, also offline once it has the keys: the token is sent nowhere."""
    known = json.loads((VECTORS / f"{vector}.json").read_text())
    published = json.dumps({"keys": [{**known["public"], "kid": "2026-a"}]})
    with tab(browser, visitor) as opened:
        page = opened.page
        page.route("**/.well-known/jwks.json", lambda route: route.fulfill(body=published))
        page.goto("/#/token")
        field = page.get_by_label("Token", exact=True)
        for token, verdict in ((known["token"], GENUINE), (spoiled(known["token"]), FORGED)):
            field.fill(token)
            expect(page.get_by_role("status").filter(has_text=verdict)).to_be_visible()
        page.unroute("**/.well-known/jwks.json")
        page.context.set_offline(True)
        field.fill(known["token"])
        expect(page.get_by_role("status").filter(has_text=GENUINE)).to_be_visible()
        opened.complaints.clear()
        assert opened.sent() == []


def test_where_no_keys_are_published_the_page_says_so(browser: Browser, visitor: Visitor) -> None:
    """So the page can't check anything."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.route("**/.well-known/jwks.json", lambda route: route.fulfill(body='{"keys": []}'))
        page.goto("/#/token")
        page.get_by_label("Token", exact=True).fill(
            json.loads((VECTORS / "rfc7515_a3_es256.json").read_text())["token"]
        )
        expect(page.get_by_role("status").filter(has_text="This service publishes no keys")).to_be_visible()


def test_sessions_are_listed_and_ended(browser: Browser, visitor: Visitor) -> None:
    """One by one from another device, and all at once."""
    visitor.open_account()
    other = visitor.sign_in().body
    with tab(browser, visitor) as opened:
        page = opened.page
        sign_in(page, visitor)
        go_to(page, "Sessions")
        items = page.get_by_role("main").get_by_role("listitem")
        expect(items).to_have_count(2)
        expect(items.filter(has_text="this device")).to_have_count(1)
        items.filter(has_not_text="this device").get_by_role("button").click()
        expect(items).to_have_count(1)
        assert visitor.call("POST", "token/refresh/", {"refresh": other["refresh"]}).status == 401

        third = visitor.sign_in().body
        # The page signs out at once, and sends the request to the service afterwards.
        with page.expect_response("**/browser/logout/all/"):
            press(page, "Sign out everywhere")
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
        assert visitor.call("POST", "token/refresh/", {"refresh": third["refresh"]}).status == 401


def test_a_stolen_token_ends_its_session(browser: Browser, visitor: Visitor) -> None:
    """Step by step, as the panel leads; this takes the ten seconds of the server."""
    with member_at(browser, visitor, "Theft") as opened:
        page = opened.page
        page.get_by_label("Your password", exact=True).fill(PASSWORD)
        press(page, "Open a second session")
        press(page, "Copy the refresh token")
        press(page, "Refresh twice")
        replay = page.get_by_role("button", name="Replay the stolen token")
        expect(page.get_by_role("status").filter(has_text="The 10 seconds are over.")).to_be_visible(timeout=15_000)
        replay.click()
        expect(page.get_by_text("401 token_reused")).to_be_visible()
        press(page, "Refresh as the owner")
        expect(page.get_by_text("401 session_revoked")).to_be_visible()
        press(page, "Use the access token")
        expect(page.get_by_text("401 session_revoked")).to_have_count(2)
        expect(page.get_by_text("The session is over, and the stolen token with it.")).to_be_visible()
        go_to(page, "Sessions")
        expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
