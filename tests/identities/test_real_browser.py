"""Chromium, a page of ours, and a certified provider on another site: the whole way, as people go it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.conftest import PASSWORD
from tests.identities.page_project import PageProject, page_project
from tests.providers.real_provider import SECRET, RealProvider, real_provider
from tests.real_parts.chromium import chromium
from tests.real_parts.ports import free_port

ALGORITHMS: Final = ("rs256", "es256")
USERS: Final = "auth_user"
IDENTITIES: Final = "signet_identities_identity"
SESSIONS: Final = "signet_sessions_session"
PATIENCE: Final = 60_000
"""Milliseconds."""

LIVE: Final = "revoked_at IS NULL"


@dataclass(frozen=True)
class Scene:
    """A project, its provider, and a browser."""

    project: PageProject
    provider: RealProvider
    browser: Browser


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """For all tests. The page is at localhost, and the provider at 127.0.0.1, which is another site."""
    port = free_port()
    origin = f"http://localhost:{port}"
    callbacks = [f"{origin}/api/browser/identities/{name}/callback/" for name in ALGORITHMS]
    with real_provider(f"{origin}/", *callbacks) as provider:
        entries = {name: provider.entry(name, verifies="acme.example") for name in ALGORITHMS}
        entries["token-only"] = provider.entry("page", client_secret=None, verifies="acme.example")
        with page_project(tmp_path_factory.mktemp("page"), port, entries) as project, chromium() as browser:
            yield Scene(project, provider, browser)


@pytest.fixture
def scene(everything: Scene) -> Scene:
    """Nobody has signed in yet."""
    everything.project.forget()
    return everything


@pytest.fixture
def profile(scene: Scene) -> Iterator[BrowserContext]:
    """A profile of the browser, with cookies of its own."""
    context = scene.browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def opened(profile: BrowserContext, scene: Scene) -> Page:
    """A tab with the page."""
    page = profile.new_page()
    page.goto(f"{scene.project.origin}/")
    assert said(page) == "ready"
    return page


def said(page: Page) -> str:
    """What the page says, once it says something."""
    page.wait_for_function("() => document.getElementById('said')?.textContent")
    return str(page.text_content("#said"))


def agree(page: Page, scene: Scene, login: str = "ada") -> str:
    """Say yes to whatever the provider asks. Returns what the page says in the end."""
    for _ in range(5):
        page.wait_for_url(lambda url: "/interaction/" in url or url.startswith(scene.project.origin))
        if page.url.startswith(scene.project.origin):
            return said(page)
        before = page.url
        if page.locator('input[name="login"]').count():
            page.fill('input[name="login"]', login)
            page.fill('input[name="password"]', "any")
        page.click('button[type="submit"]')
        page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
    raise AssertionError(page.url)


def answer_of(page: Page, scene: Scene, login: str) -> str:
    """Say yes, and catch the address to which the provider sends the browser back. Nobody is there yet."""
    caught: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        place = urljoin(route.request.url, route.fetch(max_redirects=0).headers["location"])
        while place.startswith(f"{scene.provider.issuer}/auth/"):
            place = urljoin(place, page.context.request.get(place, max_redirects=0).headers["location"])
        if place.startswith(scene.project.origin):
            caught.append(place)
        route.fulfill(content_type="text/html", body="" if caught else f"<script>location = '{place}'</script>")

    page.route("**/interaction/**", hold)
    for _ in range(5):
        page.wait_for_selector('button[type="submit"]')
        if page.locator('input[name="login"]').count():
            page.fill('input[name="login"]', login)
            page.fill('input[name="password"]', "any")
        page.click('button[type="submit"]')
        page.wait_for_function("() => !document.querySelector('input[name=\"login\"]')")
        if caught:
            break
    page.unroute("**/interaction/**")
    return caught[0]


def go(page: Page, provider: str, **body: object) -> None:
    """Leave for the provider."""
    with page.expect_navigation():
        page.evaluate("([provider, body]) => { go(provider, body) }", [provider, body])


def sign_out(page: Page) -> None:
    """Of ours, and not of the provider."""
    page.evaluate("send('POST', 'browser/logout/', {})")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_first_sign_in_makes_an_account_and_the_second_finds_it(
    profile: BrowserContext, scene: Scene, algorithm: str
) -> None:
    """By a code. The page has an access token, and no script sees the refresh token, nor anything in an address."""
    page, login = opened(profile, scene), f"user-{algorithm}"
    users = scene.project.count(USERS)
    go(page, algorithm)
    assert agree(page, scene, login) == f"signed in as {login}@acme.example"
    assert page.url == f"{scene.project.origin}/"
    assert page.evaluate("document.cookie") == ""
    assert scene.project.count(USERS) == users + 1
    sign_out(page)
    go(page, algorithm)
    # The provider remembers its user.
    assert agree(page, scene) == f"signed in as {login}@acme.example"
    assert (scene.project.count(USERS), scene.project.count(IDENTITIES)) == (users + 1, 1)
    assert scene.project.count(SESSIONS, LIVE) == 1
    cookies = {one["name"]: one for one in profile.cookies() if one["domain"] == "localhost"}
    assert all(one["httpOnly"] for one in cookies.values())


def test_the_session_of_before_ends(profile: BrowserContext, scene: Scene) -> None:
    """Though its cookie, which is Strict, doesn't come along from another site."""
    page = opened(profile, scene)
    for _ in range(2):
        go(page, "es256")
        assert agree(page, scene, "twice") == "signed in as twice@acme.example"
    assert (scene.project.count(SESSIONS), scene.project.count(SESSIONS, LIVE)) == (2, 1)


def test_a_page_signs_in_with_an_id_token(profile: BrowserContext, scene: Scene) -> None:
    """It can be used once."""
    page = opened(profile, scene)
    with page.expect_navigation():
        page.evaluate("([issuer]) => { goForToken(issuer, 'page') }", [scene.provider.issuer])
    assert agree(page, scene, "token") == "signed in as token@acme.example"
    again: Any = page.evaluate("signInWithToken(window.idToken)")
    assert (again["status"], again["body"]["code"]) == (400, "identity_used_before")
    assert scene.project.count(SESSIONS) == 1


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_identity_is_linked_and_removed(profile: BrowserContext, scene: Scene, algorithm: str) -> None:
    """By a user with a password; then it signs in, until it is removed."""
    page = opened(profile, scene)
    page.evaluate("([password]) => signInWithPassword('grace', password)", [PASSWORD])
    go(page, algorithm, link=True)
    assert agree(page, scene, f"g-{algorithm}") == "linked as grace@example.com"
    sign_out(page)
    go(page, algorithm)
    assert agree(page, scene) == "signed in as grace@example.com"
    (linked,) = page.evaluate("send('GET', 'identities/')")["body"]
    assert (linked["provider"], linked["email"]) == (algorithm, f"g-{algorithm}@acme.example")
    assert page.evaluate("([id]) => send('DELETE', `identities/${id}/`)", [linked["id"]]) == {"status": 204}
    assert scene.project.count(IDENTITIES) == 0


def test_a_link_without_a_sign_in_is_refused(profile: BrowserContext, scene: Scene) -> None:
    """Before the browser goes anywhere."""
    page = opened(profile, scene)
    answer: Any = page.evaluate("go('es256', {link: true})")
    assert (answer["status"], answer["body"]["code"]) == (401, "not_authenticated")


def test_a_user_who_says_no_is_back_on_the_page(profile: BrowserContext, scene: Scene) -> None:
    """With an error, and without a session."""
    page = opened(profile, scene)
    go(page, "rs256")
    page.click("text=Cancel")
    page.wait_for_url(f"{scene.project.origin}/**")
    assert said(page) == "refused: provider_refused"
    assert scene.project.count(SESSIONS) == 0


def test_an_answer_opens_nothing_in_another_browser(profile: BrowserContext, scene: Scene) -> None:
    """It is caught on its way back, and opened by somebody else. Then the user goes on."""
    page = opened(profile, scene)
    go(page, "es256")
    answer = answer_of(page, scene, "caught")
    stranger = scene.browser.new_context()
    elsewhere = stranger.new_page()
    elsewhere.goto(answer)
    assert said(elsewhere) == "refused: state_lost"
    stranger.close()
    assert scene.project.count(SESSIONS) == 0
    page.goto(answer)
    assert said(page) == "signed in as caught@acme.example"
    page.goto("about:blank")
    page.goto(answer)
    assert said(page) == "refused: state_lost"


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_provider_with_other_keys_signs_people_in(profile: BrowserContext, scene: Scene, algorithm: str) -> None:
    """They are fetched when the first token has one of them."""
    page = opened(profile, scene)
    go(page, algorithm)
    assert agree(page, scene, "keys").startswith("signed in")
    scene.provider.rotate()
    profile.clear_cookies()
    page.goto(f"{scene.project.origin}/")
    go(page, algorithm)
    assert agree(page, scene, "keys") == "signed in as keys@acme.example"
    assert scene.project.count(IDENTITIES) == 1


def test_a_provider_that_goes_away_in_the_middle(profile: BrowserContext, scene: Scene) -> None:
    """After the user said yes, and before we ask for the tokens. When it is back, so is the user."""
    page = opened(profile, scene)

    go(page, "es256")
    answer = answer_of(page, scene, "away")
    scene.provider.stop()
    try:
        page.goto(answer)
        assert said(page) == "refused: provider_unavailable"
    finally:
        scene.provider.start()
    assert scene.project.count(SESSIONS) == 0
    page.goto(f"{scene.project.origin}/")
    go(page, "es256")
    assert agree(page, scene, "away") == "signed in as away@acme.example"


def test_a_page_of_another_site_begins_nothing(profile: BrowserContext, scene: Scene) -> None:
    """Neither by a script nor by a form, whatever cookies the browser has of us."""
    page = opened(profile, scene)
    go(page, "es256")
    assert agree(page, scene, "here").startswith("signed in")
    before = scene.project.count("signet_identities_providerrequest")
    page.goto(f"{scene.provider.issuer}/.well-known/openid-configuration")
    start = f"{scene.project.origin}/api/browser/identities/es256/start/"
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        options = {"method": "POST", "headers": {"Content-Type": kind}, "body": '{"link": true}', "mode": "no-cors"}
        script = "([url, options]) => fetch(url, {...options, credentials: 'include'}).then(a => a.status, e => 0)"
        assert page.evaluate(script, [start, options]) == 0
    assert scene.project.count("signet_identities_providerrequest") == before
    assert scene.project.count(SESSIONS, LIVE) == 1


def test_a_secret_of_ours_is_nowhere_in_the_browser(profile: BrowserContext, scene: Scene) -> None:
    """Neither the client secret, nor the code_verifier, nor a refresh token in any address or document."""
    seen: list[str] = []
    page = opened(profile, scene)
    page.on("request", lambda request: seen.append(f"{request.url} {request.post_data or ''}"))
    go(page, "rs256")
    assert agree(page, scene, "secrets").startswith("signed in")
    everything = " ".join(seen)
    assert SECRET not in everything
    assert "code_verifier" not in everything
    refresh = next(one["value"] for one in profile.cookies() if one["name"] == "refresh")
    assert refresh not in everything
