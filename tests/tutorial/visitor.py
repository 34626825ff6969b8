"""What the pages have the reader do in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Page, Response, expect

from tests.tutorial.page import sentences_quoted
from tests.tutorial.reader import Reader
from tests.tutorial.server import Server

SLOW: Final = 120_000
"""Milliseconds, on a busy machine."""

ADA: Final = {"Username": "ada", "Password": "correct-horse-battery"}
GRACE: Final = {"Username": "grace", "Password": "nine-lives-of-a-cat"}
ADDRESS: Final = {"E-mail address": "grace@example.com"}
EXPIRED: Final = 301
REFRESH: Final = "/api/browser/token/refresh/"
HELLO: Final = "/api/hello/"


class Visitor:
    """Somebody in front of a browser, at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refreshes = 0
        """How many the page made: counted here, as runserver logs a request after its answer was read."""
        page.set_default_timeout(SLOW)
        page.on("response", self._count)

    def fill(self, form: str, values: Mapping[str, str]) -> None:
        """Fill in the form, and send it."""
        found = self.page.locator("form").filter(has=self.page.get_by_role("heading", name=form, exact=True))
        for label, value in values.items():
            found.get_by_label(label).fill(value)
        found.get_by_role("button", name=form, exact=True).click()

    def press(self, button: str) -> None:
        """Press it."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def is_greeted(self, text: str) -> None:
        """Wait for the greeting."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text, timeout=SLOW)

    def is_answered(self, form: str, text: str) -> None:
        """Wait until the form says *text*."""
        found = self.page.locator("form").filter(has=self.page.get_by_role("heading", name=form, exact=True))
        expect(found.get_by_role("status")).to_have_text(text, timeout=SLOW)

    def is_out(self) -> None:
        """Wait until nobody is signed in."""
        expect(self.page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible(timeout=SLOW)

    def cookie(self) -> tuple[object, ...]:
        """The name of the one cookie, and its marks."""
        (found,) = self.page.context.cookies()
        return found["name"], found["httpOnly"], found["secure"], found["sameSite"]

    def open(self, address: str) -> None:
        """Open *address*, from nowhere: what follows a ``#`` loads no page."""
        self.page.goto("about:blank")
        self.page.goto(address)

    def _count(self, response: Response) -> None:
        self.refreshes += is_good(response, REFRESH)


def is_good(response: Response, address: str) -> bool:
    """Say whether it is the answer that *address* gives when all is well."""
    return response.ok and response.url.endswith(address)


def acts(page: Page) -> Mapping[str, Callable[[Reader], None]]:
    """By the titles of the sections."""
    visitor = Visitor(page)
    return {
        "See it greet you": lambda reader: see_it_greet_you(reader, visitor),
        "See an account open": lambda reader: see_an_account_open(reader, visitor),
    }


def acts_on_server(page: Page, server: Server) -> Mapping[str, Callable[[Reader], None]]:
    """Those of chapter 5."""
    return {"See it on the internet": lambda reader: see_it_on_the_internet(Visitor(page), server)}


def see_it_greet_you(reader: Reader, visitor: Visitor) -> None:
    """The section of chapter 3."""
    reader.restart()
    visitor.open(reader.adapt("http://localhost:5173/"))
    visitor.fill("Sign in", {**ADA, "Password": "wrong"})
    visitor.is_answered("Sign in", "No active account found with the given credentials")  # Simple JWT's words
    visitor.fill("Sign in", ADA)
    visitor.is_greeted("Hello, ada!")

    visitor.page.reload()
    visitor.is_greeted("Hello, ada!")
    assert visitor.refreshes == 1
    assert visitor.cookie() == ("refresh", True, False, "Strict")
    assert visitor.page.evaluate("document.cookie") == ""

    reader.set_clock(seconds_ahead=EXPIRED)
    with (
        visitor.page.expect_response(lambda one: is_good(one, HELLO)),
        visitor.page.expect_response(lambda one: is_good(one, REFRESH)),
    ):
        visitor.press("Say it again")
    assert visitor.refreshes == 2
    visitor.is_greeted("Hello, ada!")

    second = Visitor(visitor.page.context.new_page())
    second.open(reader.adapt("http://localhost:5173/"))
    second.is_greeted("Hello, ada!")
    second.press("Sign out")
    visitor.is_out()
    second.page.close()


def see_an_account_open(reader: Reader, visitor: Visitor) -> None:
    """The section of chapter 4."""
    django = reader.restart()
    visitor.open(reader.adapt("http://localhost:5173/"))
    sign_up(visitor, lambda: django.find(r"(http://localhost:\d+/activate#\S+)"))
    visitor.press("Sign out")
    visitor.is_out()
    visitor.fill("Sign in", ADA)
    visitor.is_greeted("Hello, ada!")
    visitor.press("Sign out everywhere")
    visitor.is_out()

    visitor.fill("Reset my password", ADDRESS)
    visitor.is_answered("Reset my password", "If this address has an account, a mail is on its way.")
    visitor.open(django.find(r"(http://localhost:\d+/reset#\S+)"))
    visitor.fill("Set a new password", {"New password": "another-life-of-a-cat"})
    visitor.is_answered("Set a new password", "Your new password is set.")


def see_it_on_the_internet(visitor: Visitor, server: Server) -> None:
    """The section of chapter 5."""
    server.start()
    visitor.open(f"{server.address}/")
    sign_up(visitor, server.link_in_mail)
    assert visitor.cookie() == ("__Host-refresh", True, True, "Strict")
    visitor.page.reload()
    visitor.is_greeted("Hello, grace!")
    for path in ("/admin/login/", "/static/admin/css/base.css"):
        answer = visitor.page.request.get(f"{server.address}{path}")
        assert answer.ok, path


def sign_up(visitor: Visitor, link: Callable[[], str]) -> None:
    """Be Grace, from the form to the greeting. *link* waits for the one in the mail."""
    sent, refused = sentences_quoted("4-accounts.md")
    visitor.fill("Sign up", {**GRACE, **ADDRESS})
    visitor.is_answered("Sign up", sent)
    visitor.fill("Sign in", GRACE)
    visitor.is_answered("Sign in", refused)
    visitor.open(link())
    visitor.press("Open my account")
    visitor.is_answered("Open my account", "Your account is open.")
    visitor.page.get_by_role("link", name="Go to the start page").click()
    visitor.fill("Sign in", GRACE)
    visitor.is_greeted("Hello, grace!")
