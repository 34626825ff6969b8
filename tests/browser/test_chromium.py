"""A real browser: what a page of another origin can do to somebody who is signed in, and what a script can see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.page import CREDENTIALS, fetch, fetch_all, request, submit
from tests.browser.serving import Served, served
from tests.real_parts.chromium import chromium

TOKEN = "/api/browser/token/"
REFRESH = "/api/browser/token/refresh/"
LOGOUT = "/api/browser/logout/"
LOGOUT_ALL = "/api/browser/logout/all/"
OURS = "app.shop.localhost"
API = "api.shop.localhost"
SIBLING = "evil.shop.localhost"
SIGN_IN = json.dumps(CREDENTIALS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each has profiles of its own."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def over_http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project over plain http."""
    with served(tmp_path_factory.mktemp("http")) as project:
        yield project


@pytest.fixture(scope="module")
def over_https(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project over https, with the settings that it has by default."""
    with served(tmp_path_factory.mktemp("https"), https=True) as project:
        yield project


@pytest.fixture
def http(over_http: Served) -> Served:
    """Over plain http, and nobody has signed in yet."""
    over_http.forget_sessions()
    return over_http


@pytest.fixture
def https(over_https: Served) -> Served:
    """Over https, and nobody has signed in yet."""
    over_https.forget_sessions()
    return over_https


@pytest.fixture(params=["http", "https"])
def project(request: pytest.FixtureRequest) -> Served:
    """Both, one after the other."""
    chosen: Served = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of the browser, with cookies of its own."""
    context = browser.new_context(ignore_https_errors=True)
    yield context
    context.close()


def opened(profile: BrowserContext, origin: str) -> Page:
    """A tab with the empty page of that origin."""
    page = profile.new_page()
    page.goto(f"{origin}/")
    return page


def signed_in(profile: BrowserContext, origin: str) -> Page:
    """A tab of our own page, where ada has signed in."""
    page = opened(profile, origin)
    assert fetch(page, TOKEN, SIGN_IN).status == 200
    return page


def attack(page: Page, target: str) -> None:
    """Everything that a script of another site can try: none of it succeeds, and the script sees no answer."""
    requests = [
        request(target + path, SIGN_IN if path == TOKEN else "{}", content_type, credentials=credentials, mode=mode)
        for path in (REFRESH, LOGOUT, LOGOUT_ALL, TOKEN)
        for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded", None)
        for credentials in ("include", "omit", "same-origin")
        for mode in ("cors", "no-cors")
    ]
    answers = fetch_all(page, requests)
    assert len(answers) == len(requests)
    assert {one.status for one in answers} == {0}
    assert {one.text for one in answers} == {"", "TypeError: Failed to fetch"}
    for path in (REFRESH, LOGOUT, LOGOUT_ALL, TOKEN):
        # A text/plain form can make a body that is JSON.
        for content_type, fields in (
            ("text/plain", {'{"username": "ada", "password": "correct-horse-battery", "x": "': '"}'}),
            ("application/x-www-form-urlencoded", CREDENTIALS),
            ("multipart/form-data", CREDENTIALS),
        ):
            home = page.url
            assert submit(page, target + path, content_type, fields) == 403
            page.goto(home)


@pytest.mark.parametrize("attacker", ["other-port", "other-site", "sibling", "sandbox"])
def test_a_foreign_page_can_do_nothing(profile: BrowserContext, project: Served, attacker: str) -> None:
    """No request or form of it signs in, refreshes, or signs out the user of this browser."""
    target = project.origin(OURS)
    ours = signed_in(profile, target)
    before = profile.cookies()
    foreign = {
        "other-port": project.origin(OURS, other_port=True),
        "other-site": project.origin("127.0.0.1"),
        "sibling": project.origin(SIBLING),
        "sandbox": project.origin("127.0.0.1"),
    }[attacker]
    page = opened(profile, foreign)
    if attacker == "sandbox":
        # A page whose origin is null.
        page.set_content("<iframe sandbox='allow-scripts allow-forms' srcdoc='<body></body>'></iframe>")
        frame = page.frames[1]
        for path in (REFRESH, LOGOUT, LOGOUT_ALL):
            shown = frame.evaluate(
                "async (url) => { try { return (await fetch(url, {method: 'POST', credentials: 'include',"
                " headers: {'Content-Type': 'application/json'}})).status } catch { return 0 } }",
                target + path,
            )
            assert shown == 0
    else:
        attack(page, target)
    assert profile.cookies() == before
    assert project.sessions() == [(0, "")]
    assert fetch(ours, REFRESH).status == 200
    assert project.sessions() == [(1, "")]
    assert fetch(ours, LOGOUT).status == 204
    assert profile.cookies() == []
    assert fetch(ours, REFRESH).status == 401


def test_a_script_sees_no_refresh_token(profile: BrowserContext, project: Served) -> None:
    """Neither in ``document.cookie``, nor in a header or body of any answer, nor in any storage."""
    page = opened(profile, project.origin(OURS))
    seen = []
    for path, sent in ((TOKEN, SIGN_IN), (REFRESH, "{}"), (REFRESH, "{")):
        answer = fetch(page, path, sent)
        seen.append(answer.text + str(answer.headers))
        (cookie,) = profile.cookies()
        seen.append(str(page.evaluate("() => [document.cookie, {...localStorage}, {...sessionStorage}]")))
        assert page.evaluate("async () => window.cookieStore ? (await cookieStore.getAll()).length : 0") == 0
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        secret = str(cookie["value"])
        assert len(secret) > 100
        assert not any(secret in one or secret.split(".")[2] in one for one in seen)


def test_the_cookie_belongs_to_one_host(profile: BrowserContext, https: Served) -> None:
    """As a browser keeps it: ``__Host-``, secure, for this host alone, on every path."""
    signed_in(profile, https.origin(OURS))
    (cookie,) = profile.cookies()
    assert (cookie["name"], cookie["domain"], cookie["path"]) == ("__Host-refresh", OURS, "/")
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    assert profile.cookies(https.origin(SIBLING)) == []


def test_no_sibling_plants_a_cookie_over_https(profile: BrowserContext, https: Served) -> None:
    """A page on a sibling host sets cookies for the whole domain, and the browser refuses this name."""
    ours = signed_in(profile, https.origin(OURS))
    sibling = opened(profile, https.origin(SIBLING))
    for name in ("__Host-refresh", "__host-refresh", "__HOST-refresh"):
        sibling.evaluate(f"document.cookie = '{name}=planted; domain=shop.localhost; path=/; secure'")
        sibling.evaluate(f"document.cookie = '{name}=planted; domain=shop.localhost; path=/api/; secure'")
    sibling.evaluate("document.cookie = '=__Host-refresh=planted; domain=shop.localhost; path=/; secure'")
    sibling.evaluate("document.cookie = 'works=yes; domain=shop.localhost; path=/; secure'")
    assert [one["name"] for one in profile.cookies(https.origin(OURS))] in (
        ["__Host-refresh", "works"],
        ["works", "__Host-refresh"],
    )
    assert fetch(ours, REFRESH).status == 200


def test_a_planted_cookie_is_noticed_over_http(profile: BrowserContext, http: Served) -> None:
    """Without the prefix a sibling host can plant one; then there are two, and neither is believed."""
    ours = signed_in(profile, http.origin(OURS))
    sibling = opened(profile, http.origin(SIBLING))
    sibling.evaluate("document.cookie = 'refresh=planted; domain=shop.localhost; path=/api/'")
    for path in (REFRESH, LOGOUT, TOKEN):
        answer = fetch(ours, path, SIGN_IN)
        assert (answer.status, json.loads(answer.text)["code"]) == (400, "ambiguous_cookie")
    assert http.sessions() == [(0, "")]


def test_two_tabs_agree(profile: BrowserContext, project: Served) -> None:
    """Both refresh at once, again and again; nobody is signed out, and one cookie is left."""
    first = signed_in(profile, project.origin(OURS))
    second = opened(profile, project.origin(OURS))
    script = """async (url) => {
        const ask = () => fetch(url, {method: "POST", headers: {"Content-Type": "application/json"}})
        return (await Promise.all([1, 2, 3, 4].map(ask))).map((one) => one.status)
    }"""
    for _ in range(5):
        for page in (first, second):
            assert set(page.evaluate(script, REFRESH)) <= {200, 409}
    assert len(profile.cookies()) == 1
    assert fetch(second, REFRESH).status == 200
    ((_, reason),) = project.sessions()
    assert reason == ""


def test_the_access_token_opens_a_view(profile: BrowserContext, project: Served) -> None:
    """And is in the body of the answer, for the memory of the page."""
    page = opened(profile, project.origin(OURS))
    token = json.loads(fetch(page, TOKEN, SIGN_IN).text)["access"]
    shown = fetch(page, "/api/whoami/", None, None, method="GET", headers={"Authorization": f"Bearer {token}"})
    assert (shown.status, json.loads(shown.text)) == (200, {"username": "ada"})


def test_a_page_of_a_trusted_host_signs_in(profile: BrowserContext, tmp_path: Path) -> None:
    """A page on a sibling host that CORS and CSRF_TRUSTED_ORIGINS name; the cookie is that of the API's host."""
    with served(tmp_path, https=True, trusted_host=OURS) as project:
        page, api = opened(profile, project.origin(OURS)), project.origin(API)
        for path, sent, status in (
            (TOKEN, SIGN_IN, 200),
            (REFRESH, "{}", 200),
            (LOGOUT, "{}", 204),
            (REFRESH, "{}", 401),
        ):
            assert fetch(page, api + path, sent, credentials="include").status == status
            assert [one["domain"] for one in profile.cookies()] == ([API] if status == 200 else [])
        assert fetch(page, api + TOKEN, SIGN_IN, credentials="include").status == 200
        attack(opened(profile, project.origin(SIBLING)), api)
        attack(opened(profile, project.origin(OURS, other_port=True)), api)
        assert project.sessions() == [(1, "logout"), (0, "")]
