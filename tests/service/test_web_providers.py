"""Signing in with a provider, in a browser, from the first button to the last: the provider is that of the demo."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.service.conftest import running_demo
from tests.service.looks import look_at
from tests.service.tabs import tab
from tests.service.visitor import Visitor
from tests.service.web_app import DOOR, go_to, member_at, press, violations

PROVIDER = "Demo provider"


def be(page: Page, name: str, email: str, *, is_verified: bool = True) -> None:
    """On the page of the provider, be somebody."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Who do you want to be?")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("The address is verified").set_checked(is_verified)
    press(page, "Continue")


def arrive(page: Page, name: str, email: str, *, is_verified: bool = True) -> None:
    """From the front page, by the provider, as somebody."""
    page.goto("/")
    press(page, f"Continue with {PROVIDER}")
    be(page, name, email, is_verified=is_verified)


def leave(page: Page) -> None:
    """Sign out."""
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)


def test_the_first_sign_in_opens_an_account_and_the_second_finds_it(browser: Browser, visitor: Visitor) -> None:
    """Whatever the name is by then. No address of the way there or back stays in the history."""
    with tab(browser, visitor) as opened:
        page = opened.page
        arrive(page, "Gráinne Ní Mháille", visitor.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Gráinne")
        assert "#" not in page.url
        go_to(page, "Account")
        lead = page.locator(".lead").inner_text()
        assert lead.endswith(f", {visitor.email}")
        expect(page.get_by_role("region", name="Linked accounts").get_by_text(PROVIDER, exact=True)).to_be_visible()
        leave(page)
        arrive(page, "Grace O'Malley", visitor.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Gráinne")
        go_to(page, "Account")
        expect(page.locator(".lead")).to_have_text(lead)
        page.reload()
        expect(page.locator(".lead")).to_have_text(lead)


def test_a_user_comes_back_to_where_the_way_began(browser: Browser, visitor: Visitor) -> None:
    """Such as a view for members, at whose address a visitor signs in first."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/#/sessions")
        press(page, f"Continue with {PROVIDER}")
        be(page, "Zoë", visitor.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")
        expect(page.get_by_text("this device", exact=True)).to_be_visible()


def test_other_tabs_hear_of_it(browser: Browser, visitor: Visitor) -> None:
    """As of any other sign-in."""
    with tab(browser, visitor) as opened:
        other = opened.page.context.new_page()
        other.goto("/")
        expect(other.get_by_role("heading", level=1)).to_have_text(DOOR)
        arrive(opened.page, "Zoë", visitor.email)
        expect(opened.page.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")
        expect(other.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")


def test_a_verified_address_joins_the_account_that_has_it(browser: Browser, visitor: Visitor) -> None:
    """Where the provider doesn't know, a mail asks its owner, as at any sign-up."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        arrive(page, "Zoë", visitor.email, is_verified=False)
        expect(page.get_by_role("heading", level=1)).to_have_text("You aren't signed in")
        expect(page.get_by_role("alert").filter(has_text="Confirm your e-mail address first.")).to_be_visible()
        check(page, "provider-unverified")
        page.get_by_role("link", name="Back to the sign-in").click()
        press(page, f"Continue with {PROVIDER}")
        be(page, "Zoë", visitor.email)
        go_to(page, "Account")
        expect(page.locator(".lead")).to_have_text(f"{visitor.username}, {visitor.email}")


def test_an_account_elsewhere_is_linked_and_removed(browser: Browser, visitor: Visitor) -> None:
    """Whatever its address is. Then it opens this account, and after that no more."""
    elsewhere = f"elsewhere.{visitor.email}"
    with member_at(browser, visitor, "Account") as opened:
        page = opened.page
        press(page, f"Link {PROVIDER}")
        be(page, "Zoë", elsewhere)
        expect(page.get_by_role("heading", level=1)).to_have_text("The account is linked")
        check(page, "provider-linked")
        page.get_by_role("link", name="Back to your account").click()
        linked = page.get_by_role("region", name="Linked accounts")
        expect(linked.get_by_text(f"{elsewhere} · linked")).to_be_visible()
        check(page, "account-linked")
        leave(page)

        arrive(page, "Zoë", elsewhere)
        go_to(page, "Account")
        expect(page.locator(".lead")).to_have_text(f"{visitor.username}, {visitor.email}")
        linked.get_by_role("button", name=f"Remove {PROVIDER}, {elsewhere}").click()
        expect(linked.get_by_role("status")).to_have_text(f"Removed: {PROVIDER}.")
        expect(linked.get_by_role("listitem")).to_have_count(0)
        expect(linked.get_by_role("status")).to_be_focused()
        leave(page)

        arrive(page, "Zoë", elsewhere)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")
        go_to(page, "Account")
        expect(page.locator(".lead")).to_contain_text(elsewhere)


def test_what_is_linked_to_somebody_else_stays_theirs(browser: Browser, visitor: Visitor) -> None:
    """And the page says so, to somebody who stays signed in."""
    other = Visitor(visitor.service)
    with tab(browser, other) as opened:
        arrive(opened.page, "Zoë", other.email)
        expect(opened.page.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")
    with member_at(browser, visitor, "Account") as opened:
        page = opened.page
        press(page, f"Link {PROVIDER}")
        be(page, "Zoë", other.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("The account wasn't linked")
        expect(page.get_by_role("alert").filter(has_text="already linked to another account here")).to_be_visible()
        page.get_by_role("link", name="Back to your account").click()
        expect(page.locator(".lead")).to_have_text(f"{visitor.username}, {visitor.email}")


def test_the_last_way_in_is_not_removed(browser: Browser, tmp_path: Path) -> None:
    """The page says what to do first. Without codes by mail, there is no other way."""
    with running_demo(tmp_path / "demo", {"NUM_PROXIES": "1", "SIGN_IN_CODES": "0"}) as service:
        visitor = Visitor(service)
        with tab(browser, visitor) as opened:
            page = opened.page
            arrive(page, "Zoë", visitor.email)
            go_to(page, "Account")
            linked = page.get_by_role("region", name="Linked accounts")
            linked.get_by_role("button", name="Remove").click()
            expect(linked.get_by_role("alert")).to_contain_text("This is your only way to sign in.")
            expect(linked.get_by_role("listitem")).to_have_count(1)


def test_codes_by_mail_are_another_way_in(browser: Browser, visitor: Visitor) -> None:
    """Whoever can get them needs neither a password nor a linked account."""
    with tab(browser, visitor) as opened:
        page = opened.page
        arrive(page, "Zoë", visitor.email)
        go_to(page, "Account")
        linked = page.get_by_role("region", name="Linked accounts")
        linked.get_by_role("button", name="Remove").click()
        expect(linked.get_by_role("status")).to_have_text(f"Removed: {PROVIDER}.")
        expect(linked.get_by_role("listitem")).to_have_count(0)


def test_a_refusal_changes_nothing(browser: Browser, visitor: Visitor) -> None:
    """The page says so, and the next try works."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        press(page, f"Continue with {PROVIDER}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Who do you want to be?")
        check(page, "demo-provider")
        press(page, "Refuse, and go back")
        expect(page.get_by_role("heading", level=1)).to_have_text("You aren't signed in")
        expect(page.get_by_role("alert").filter(has_text="You or the other site said no.")).to_be_visible()
        page.get_by_role("link", name="Back to the sign-in").click()
        press(page, f"Continue with {PROVIDER}")
        be(page, "Zoë", visitor.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")


def test_somebody_without_an_address_is_told(browser: Browser, visitor: Visitor) -> None:
    """An account needs one."""
    with tab(browser, visitor) as opened:
        arrive(opened.page, "Zoë", "")
        said = opened.page.get_by_role("alert").filter(has_text="didn't give us your e-mail address")
        expect(said).to_be_visible()


def test_the_way_back_is_for_the_browser_that_went(browser: Browser, visitor: Visitor) -> None:
    """A link to the way back signs nobody in, so nobody is signed in as a stranger."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        press(page, f"Continue with {PROVIDER}")
        page.route("**/callback/**", lambda route: route.abort())
        with page.expect_request("**/callback/**") as asked:
            page.get_by_role("button", name="Continue as Grace Hopper").click()
        opened.complaints.clear()
    with tab(browser, Visitor(visitor.service)) as other:
        other.page.goto(asked.value.url)
        expect(other.page.get_by_role("heading", level=1)).to_have_text("You aren't signed in")
        expect(other.page.get_by_role("alert").filter(has_text="it began in another browser")).to_be_visible()


def test_a_wrong_address_is_told_at_its_field(browser: Browser, visitor: Visitor) -> None:
    """On the page of the provider, which has no script."""
    with tab(browser, visitor) as opened:
        page = opened.page
        arrive(page, "Zoë", "no address")
        expect(page.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("E-mail address")).to_be_focused()
        expect(page.get_by_label("Name")).to_have_value("Zoë")
        check(page, "demo-provider-refused")


def check(page: Page, name: str) -> None:
    """In light and dark, narrow and wide."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme
    look_at(page, f"web-{name}")
