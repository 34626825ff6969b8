"""The web app in other languages than English. The other three are seen by ``tests/soak/test_web_languages.py``."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request, expect

from tests.service.languages import live_in
from tests.service.tabs import tab
from tests.service.translations import Translations
from tests.service.visitor import Visitor
from tests.service.web_app import DOOR


def test_a_visitor_who_reads_german_meets_no_english(browser: Browser, visitor: Visitor) -> None:
    """From the sign-up to the last view, answers and pages of the service included."""
    live_in("de", browser, visitor)


def test_the_language_that_was_chosen_stays(browser: Browser, visitor: Visitor) -> None:
    """Whatever the browser prefers; the service follows, as does a page that is loaded anew."""
    french = Translations("fr")
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/#/forgot-password")
        expect(page.get_by_role("button", name="English")).to_have_attribute("aria-current", "true")
        assert fetched(opened.requests) == ["app.js"]
        page.get_by_role("button", name="Français").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(french("Forgot your password?"))
        expect(page).to_have_title(f"{french('Forgot your password?')} - Signet")
        (cookie,) = page.context.cookies()
        assert (cookie["name"], cookie["value"], cookie["path"]) == ("django_language", "fr", "/")
        assert (cookie["sameSite"], cookie["httpOnly"]) == ("Lax", False)
        assert sorted(fetched(opened.requests)) == ["app.js", "app.js", "fr.js"]

        page.get_by_label(french("E-mail address")).fill("nobody@example.com")
        with page.expect_request("**/reset_password/") as sent:
            page.locator("form button.first").click()
        assert sent.value.headers["accept-language"] == "fr"
        assert page.request.get("/").headers["content-language"] == "fr"


def test_without_its_catalogue_the_page_is_english(browser: Browser, visitor: Visitor) -> None:
    """And whole: its language, and that in which it asks the service."""
    with tab(browser, visitor, locale="ja-JP") as opened:
        page = opened.page
        page.route("**/ja.js", lambda route: route.fulfill(status=404))
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
        expect(page.locator("html")).to_have_attribute("lang", "en")


def fetched(requests: list[Request]) -> list[str]:
    """The scripts of the app."""
    paths = [urlsplit(one.url).path for one in requests]
    return [path.rpartition("/")[2] for path in paths if path.endswith(".js")]
