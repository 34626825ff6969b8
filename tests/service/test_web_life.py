"""The whole life of an account in the web app, from sign-up to deletion, with the mails that the server printed."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.service.printed_mail import mails_to
from tests.service.tabs import tab
from tests.service.visitor import PASSWORD, Visitor
from tests.service.web_app import DOOR, go_to, press, sign_in

NEXT = "a-second-ship-and-a-star"
LAST = "a-third-ship-and-a-star"


def sign_up(page: Page, visitor: Visitor) -> None:
    """Fill in the form, and send it."""
    page.goto("/")
    page.get_by_role("link", name="Create account").first.click()
    page.get_by_label("Username").fill(visitor.username)
    page.get_by_label("E-mail address").fill(visitor.email)
    page.get_by_label("First name").fill("Gráinne")
    page.get_by_label("Last name").fill("Ní Mháille")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Create account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your inbox")


def give(page: Page, name: str, password: str) -> None:
    """Fill in the form to sign in, and send it."""
    page.get_by_label("Username or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")


def test_an_account_from_sign_up_to_deletion(browser: Browser, visitor: Visitor) -> None:
    """Each step as people take it: by what they see, and the link of each mail."""
    with tab(browser, visitor) as opened:
        page = opened.page
        sign_up(page, visitor)

        page.goto("/")
        give(page, visitor.email, PASSWORD)
        expect(
            page.get_by_role("alert").filter(has_text="Confirm your e-mail address before you sign in.")
        ).to_be_visible()
        press(page, "Send the link again")
        expect(page.get_by_role("status").filter(has_text="we have sent one")).to_be_visible()

        page.goto(mails_to(visitor.service, visitor.email, 2)[-1].link)
        press(page, "Confirm address")
        expect(page.get_by_role("status")).to_contain_text("Your e-mail address is confirmed.")
        page.get_by_role("link", name="Sign in").click()
        give(page, visitor.username, PASSWORD)
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Gráinne")

        go_to(page, "Account")
        page.get_by_label("First name").fill("Zoë")
        press(page, "Save names")
        expect(page.get_by_role("status").filter(has_text="Your names are saved.")).to_be_visible()
        go_to(page, "Home")
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")

        change_password(page)
        change_address(page, visitor)
        reset_password(page, visitor)
        delete_account(page)
        assert visitor.sign_in(LAST).status == 401


def test_a_page_finds_its_session_when_the_service_is_back(browser: Browser, visitor: Visitor) -> None:
    """It was reloaded during an outage. It says so, and asks again as soon as it may, without a click."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page, refresh = opened.page, "**/browser/token/refresh/"
        sign_in(page, visitor)
        away = {"status": 503, "headers": {"Retry-After": "1"}, "json": {"code": "database_unavailable"}}
        page.route(refresh, lambda route: route.fulfill(**away))
        page.reload()
        expect(page.get_by_role("alert").filter(has_text="The service can't be reached")).to_be_visible()
        page.unroute(refresh)
        opened.complaints.clear()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}")
        expect(page.get_by_role("alert").filter(has_text="The service can't be reached")).to_have_count(0)


def change_password(page: Page) -> None:
    """The session goes on."""
    go_to(page, "Account")
    page.get_by_label("Current password", exact=True).fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("12345")
    press(page, "Change password")
    expect(page.get_by_text("too short")).to_be_visible()
    page.get_by_label("New password", exact=True).fill(NEXT)
    press(page, "Change password")
    expect(page.get_by_role("status").filter(has_text="Your password is changed.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")


def change_address(page: Page, visitor: Visitor) -> None:
    """The new one is shown as soon as its link was followed."""
    other = f"other.{visitor.email}"
    page.get_by_label("New e-mail address").fill(other)
    page.get_by_role("region", name="E-mail address").get_by_label("Your password", exact=True).fill(NEXT)
    press(page, "Change address")
    expect(page.get_by_role("status").filter(has_text="We have sent a link")).to_be_visible()
    page.goto(mails_to(visitor.service, other)[-1].link)
    press(page, "Confirm address")
    expect(page.get_by_role("status")).to_contain_text("Your e-mail address was changed.")
    page.goto("/#/account")
    expect(page.locator(".lead")).to_have_text(f"{visitor.username}, {other}")


def reset_password(page: Page, visitor: Visitor) -> None:
    """By a link in a mail, which signs out everywhere."""
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
    assert "#" not in page.url, "a user who leaves starts at the front page again"
    page.get_by_role("link", name="Forgot your password?").click()
    other = f"other.{visitor.email}"
    before = len(mails_to(visitor.service, other))
    page.get_by_label("E-mail address").fill(other)
    press(page, "Send me a link")
    expect(page.get_by_role("status").filter(has_text="we have sent a link")).to_be_visible()
    page.goto(mails_to(visitor.service, other, before + 1)[-1].link)
    page.get_by_label("New password").fill(LAST)
    press(page, "Set password")
    expect(page.get_by_role("status")).to_contain_text("Your new password is set.")
    page.get_by_role("link", name="Sign in").click()
    give(page, other, LAST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Zoë")


def delete_account(page: Page) -> None:
    """After a question and the password. A user who cancels changes nothing."""
    go_to(page, "Account")
    press(page, "Delete my account…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Delete my account…")).to_be_focused()
    press(page, "Delete my account…")
    dialog.get_by_label("Your password", exact=True).fill("wrong")
    dialog.get_by_role("button", name="Delete it for good").click()
    expect(dialog.get_by_label("Your password", exact=True)).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Your password", exact=True).fill(LAST)
    dialog.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
    expect(page.get_by_role("status").filter(has_text="Your account is deleted.")).to_be_visible()


def test_the_fields_say_what_is_wrong(browser: Browser, visitor: Visitor) -> None:
    """Under each field; the first of them has the focus, and the form keeps its values."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/#/sign-up")
        page.get_by_label("Username").fill(visitor.username)
        page.get_by_label("E-mail address").fill(f"new.{visitor.email}")
        page.get_by_label("Password", exact=True).fill("12345")
        press(page, "Create account")
        expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Username")).to_be_focused()
        expect(page.get_by_label("Username")).to_have_accessible_description(
            "A user with that username already exists."
        )
        expect(page.get_by_label("E-mail address")).to_have_value(f"new.{visitor.email}")


def test_wrong_passwords_are_answered_in_words(browser: Browser, visitor: Visitor) -> None:
    """Also when there were too many."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        said = page.get_by_role("alert").filter(has_text="The username or the password is wrong.")
        give(page, visitor.username, "wrong")
        expect(said).to_be_visible()
        for _ in range(10):
            visitor.sign_in("wrong")
        press(page, "Sign in")
        expect(page.get_by_role("alert").filter(has_text="That was too often. Try again in")).to_be_visible()


def test_a_reload_finds_the_session_again(browser: Browser, visitor: Visitor) -> None:
    """At the same view; a visitor who never signed in asks for no token."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/#/sign-in")
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
        assert opened.sent() == []
        give(page, visitor.username, PASSWORD)
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert "#" not in page.url, "the door is behind a user who came in"
        go_to(page, "Sessions")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")
        press(page, "Sign out")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
