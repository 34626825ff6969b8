"""The recipes of docs/how-to/identities.md for pages, in Chromium, with a certified provider in the place of Google."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, Route, expect

from drf_signet.identities.providers.oauth_messages import authorization_url
from tests.docs.test_browser_page import SCRIPT_OF_THE_PAGE
from tests.providers.real_provider import SECRET, RealProvider, real_provider
from tests.real_parts.chromium import chromium
from tests.real_parts.ports import free_port
from tests.recipes.identities_page import block, blocks
from tests.recipes.identities_site import ACCOUNT_URLS, ACCOUNTS, CLIENT, served, stand_in_for_google
from tests.recipes.identities_vite import INDEX, vite

CALLBACK: Final = "/api/browser/identities/google/callback/"
PATIENCE: Final = 60_000
HERE: Final = ("localhost", "127.0.0.1")
DJANGO: Final = "In a Django project without a front end"
BUTTON: Final = "A button that leads to Google"
OWN_BUTTON: Final = "Google's own button, and One Tap"
GOOGLE: Final = "https://accounts.google.com"
GOOGLES_SCRIPT: Final = """
// Stands in for Google's script: its documented functions, and a button that asks the provider of the tests.
let set;
window.google = { accounts: { id: {
  initialize: (configuration) => (set = configuration),
  prompt: () => {},
  renderButton: (place) => {
    const button = document.createElement("button");
    button.textContent = "Sign in with Google";
    button.onclick = async () => {
      const query = new URLSearchParams({ client_id: set.client_id, nonce: set.nonce });
      const answer = await fetch(`https://accounts.google.com/stand-in?${query}`);
      set.callback({ credential: await answer.text(), select_by: "btn" });
    };
    place.replaceChildren(button);
  },
} } };
"""

CALL: Final = """async ([name, text, ...given]) => {
    const script = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    return (await (await import(script))[name](...given)).status;
}"""
"""Calls a function of a script, and returns the status of its answer."""


class Ports:
    """Where the parts of these tests listen, which the provider has to know beforehand."""

    def __init__(self) -> None:
        self.api, self.pages, self.templates = free_port(), free_port(), free_port()

    def callbacks(self) -> list[str]:
        """The redirect addresses that are registered."""
        return [f"http://localhost:{port}{CALLBACK}" for port in (self.pages, self.templates)]


@pytest.fixture(scope="module")
def ports() -> Ports:
    """Those of all tests here."""
    return Ports()


@pytest.fixture(scope="module")
def provider(ports: Ports) -> Iterator[RealProvider]:
    """The provider in the place of Google."""
    with real_provider(*ports.callbacks(), claims_in="id_token") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new visitor, who reaches nothing but this machine: the provider's pages ask for fonts elsewhere."""
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        context.route(lambda url: urlsplit(url).hostname not in HERE, lambda route: route.abort())
        context.route(f"{GOOGLE}/gsi/client", lambda route: route.fulfill(body=GOOGLES_SCRIPT))
        yield context.new_page()


@pytest.fixture(scope="module")
def login(ports: Ports, provider: RealProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with both React components, in front of a project with accounts and the lines of the page."""
    folder = tmp_path_factory.mktemp("react")
    settings, urls = blocks("Add it to a project", "python")
    project = {
        "shop/settings.py": ACCOUNTS + settings.replace(":5173", f":{ports.pages}") + stand_in_for_google(provider),
        "shop/urls.py": ACCOUNT_URLS + urls,
    }
    files = {
        "vite.config.js": block(BUTTON, "js").replace(":8000", f":{ports.api}"),
        "api.js": SCRIPT_OF_THE_PAGE,
        "App.jsx": block(BUTTON, "jsx"),
        "GoogleButton.jsx": re.sub(r"\S+\.apps\.googleusercontent\.com", f'"{CLIENT}', block(OWN_BUTTON, "jsx")),
        "index.html": INDEX.format(script=block(OWN_BUTTON, "html")),
    }
    with served(folder / "project", ports.api, project), vite(folder / "page", ports.pages, files) as origin:
        yield origin


@pytest.fixture(scope="module")
def shop(ports: Ports, provider: RealProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The project without a front end, made of its three blocks."""
    settings, urls = blocks(DJANGO, "python")
    project = {
        "shop/settings.py": settings.replace(":8000", f":{ports.templates}") + stand_in_for_google(provider),
        "shop/urls.py": urls,
        "templates/home.html": block(DJANGO, "html"),
    }
    with served(tmp_path_factory.mktemp("django") / "project", ports.templates, project) as origin:
        yield origin


def test_the_button_of_the_react_page(login: str, page: Page) -> None:
    """Leads to the provider, and back to the page, which is signed in from then on, also after a reload."""
    page.goto(login)
    page.get_by_role("button", name="Continue with Google").click()
    _sign_in_there(page, "ada")
    _expect_hello(page, "ada")
    assert page.url == f"{login}/"
    page.reload()
    _expect_hello(page, "ada")


def test_a_user_who_says_no_is_told(login: str, page: Page) -> None:
    """By the code in the fragment, which the page shows."""
    page.goto(login)
    page.get_by_role("button", name="Continue with Google").click()
    page.get_by_text("Cancel").click()
    expect(page.get_by_role("alert")).to_have_text("provider_refused")
    assert page.url == f"{login}/"


def test_googles_own_button(login: str, page: Page, provider: RealProvider, ports: Ports) -> None:
    """Gives the page an ID token, for which it gets the cookie. The same token is worth nothing a second time."""
    given = []

    def answer(route: Route) -> None:
        query = parse_qs(urlsplit(route.request.url).query)
        given.append(_id_token(provider, ports.callbacks()[0], query["nonce"][0], "grace"))
        route.fulfill(body=given[-1], headers={"Access-Control-Allow-Origin": "*"})

    page.context.route(f"{GOOGLE}/stand-in*", answer)
    page.goto(login)
    page.get_by_role("button", name="Sign in with Google").click()
    expect(page).to_have_title("signed in")
    page.context.unroute(f"{GOOGLE}/stand-in*")
    page.context.route(f"{GOOGLE}/stand-in*", lambda route: route.fulfill(body=given[0]))
    page.get_by_role("button", name="Sign in with Google").click()
    expect(page).to_have_title("problem: identity_used_before")
    page.reload()
    _expect_hello(page, "grace")


def test_the_page_of_the_project_without_a_front_end(shop: str, page: Page) -> None:
    """Is signed in by its button, and says who it is. It shows a refusal once: a reload doesn't."""
    page.goto(shop)
    page.get_by_role("button", name="Continue with Google").click()
    page.get_by_text("Cancel").click()
    expect(page.get_by_role("status")).to_have_text("provider_refused")
    assert page.url == f"{shop}/"
    page.get_by_role("button", name="Continue with Google").click()
    _sign_in_there(page, "ada")
    _expect_hello(page, "ada")


def test_the_script_that_links(login: str, page: Page, provider: RealProvider, ports: Ports) -> None:
    """By a redirect, and by an ID token; and it unlinks all but the last way in."""
    page.goto(login)
    page.get_by_role("button", name="Continue with Google").click()
    _sign_in_there(page, "lin")
    _expect_hello(page, "lin")
    access = page.evaluate("fetch('/api/browser/token/refresh/', {method: 'POST'}).then((one) => one.json())")["access"]
    # Another person at the provider.
    page.context.clear_cookies(domain="127.0.0.1")
    page.evaluate(CALL, ["linkInPage", block("Link and unlink", "javascript"), "google", access])
    _sign_in_there(page, "lin2")
    _expect_hello(page, "lin")
    proof = {"id_token": _id_token(provider, ports.callbacks()[0], "of-the-page", "lin3"), "nonce": "of-the-page"}
    calls = [["link", "google", access, proof], ["link", "google", access, proof]]
    statuses = [page.evaluate(CALL, [name, block("Link and unlink", "javascript"), *given]) for name, *given in calls]
    assert statuses == [201, 400]
    bearer = {"Authorization": f"Bearer {access}"}
    rows = requests.get(f"{login}/api/identities/", headers=bearer, timeout=60).json()
    assert [one["email"] for one in rows] == [f"{login}@acme.example" for login in ("lin", "lin2", "lin3")]
    unlink = [["unlink", block("Link and unlink", "javascript"), row["id"], access] for row in rows]
    assert [page.evaluate(CALL, one) for one in unlink] == [204, 204, 409]


def _sign_in_there(page: Page, login: str) -> None:
    """Sign in at the provider, and allow it to say who that is."""
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button").click()
    page.get_by_role("button", name="Continue").click()


def _expect_hello(page: Page, login: str) -> None:
    expect(page.get_by_text(f"Hello, {login}@acme.example")).to_be_visible(timeout=PATIENCE)


def _id_token(provider: RealProvider, callback: str, nonce: str, login: str) -> str:
    """What Google's script gets for *nonce*."""
    verifier = secrets.token_urlsafe(32)
    said = {"redirect_uri": callback, "scope": "openid email profile", "nonce": nonce}
    answer = provider.visit(authorization_url(f"{provider.issuer}/auth", CLIENT, verifier, said), login)
    client = {"client_id": CLIENT, "client_secret": SECRET, "code_verifier": verifier}
    form = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": callback, **client}
    tokens = requests.post(f"{provider.issuer}/token", form, timeout=60).json()
    return str(tokens["id_token"])
