"""The page about browsers, taken at its word."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

from playwright.sync_api import Page

from drf_signet.settings import Settings
from tests.browser.accounts import PASSWORD, USERNAME
from tests.browser.serving import served
from tests.docs.test_readme import run
from tests.real_parts.chromium import chromium

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "how-to" / "browsers.md").read_text()
BLOCKS = re.findall(r"(?s)```python\n(.*?)```", TEXT)
(SCRIPT_OF_THE_PAGE,) = re.findall(r"(?s)```javascript\n(.*?)```", TEXT)
SETTINGS = """
INSTALLED_APPS += ["rest_framework", "drf_signet", "drf_signet.sessions"]
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTAuthentication"]}
ALLOWED_HOSTS = ["testserver"]
"""
URLS = """
from drf_signet.sessions.browser.views import token_refresh
urlpatterns.append(path("mine/", MyTokenObtainPairView.as_view()))
urlpatterns.append(path("subscribe/", subscribe))
"""
SCRIPT = """
import json
from django.contrib.auth import get_user_model
from django.core.management import call_command
from drf_signet.sessions.tokens import RefreshToken
from shop.browsing import Client, browser

call_command("migrate", verbosity=0)
call_command("check", fail_level="WARNING")
get_user_model().objects.create_user("ada", password="pw", first_name="Ada", last_name="Lovelace")
sent = {"data": {"username": "ada", "password": "pw"}, "content_type": "application/json"}
app = {"Origin": "https://app.example.com", "Sec-Fetch-Site": "same-site"}
evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
first = browser.post("/api/browser/token/", **sent)
answers = [sorted(first.json()), list(first.cookies)]
answers.append(browser.post("/mine/", **sent).status_code)
answers.append(RefreshToken(browser.cookies["refresh"].value)["name"])
answers.append(browser.post("/api/browser/token/refresh/", content_type="application/json").status_code)
answers.append(Client(headers=app).post("/api/browser/token/", **sent).headers["Access-Control-Allow-Origin"])
answers.append(Client(headers=evil).post("/api/browser/token/", **sent).status_code)
answers.append([Client(headers=one).post("/subscribe/").status_code for one in (app, evil)])
behind = {"Origin": "https://testserver", "X-Forwarded-Proto": "https"}
answers.append(Client(headers=behind).post("/subscribe/", headers={"Host": "testserver"}).status_code)
answers.append(browser.post("/api/browser/logout/", content_type="application/json").status_code)
answers.append(browser.post("/api/browser/token/refresh/", content_type="application/json").json()["code"])
print(json.dumps(answers))
"""


def test_a_project_made_of_the_blocks_works(tmp_path: Path) -> None:
    """It signs in and out, has views of its own, trusts one other host, and is tested as the page says."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    urls, rotating, view, over_http, own_view, another_host, proxy, browsing = BLOCKS
    for name, text in (
        ("settings", SETTINGS + over_http + another_host + proxy),
        ("urls", urls + rotating + view + own_view + URLS),
        ("browsing", browsing),
    ):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")

    printed = run(tmp_path, "manage.py", "shell", "-v", "0", "-c", SCRIPT)

    assert json.loads(printed.splitlines()[-1]) == [
        ["access", "expires_in"],
        ["refresh"],
        200,
        "Ada Lovelace",
        200,
        "https://app.example.com",
        403,
        [204, 403],
        204,
        204,
        "cookie_missing",
    ]


def test_the_script_of_the_page_works(tmp_path: Path) -> None:
    """In a real browser: it signs in, goes on after a reload and after its access token, and signs out."""
    with served(tmp_path) as project, chromium() as browser:
        page = browser.new_page()
        _open(page, project.origin())
        assert page.evaluate("api.refresh()") is False
        assert page.evaluate(f"api.signIn('{USERNAME}', 'wrong')") is False
        assert page.evaluate(f"api.signIn('{USERNAME}', '{PASSWORD}')") is True
        who = "api.request('/api/whoami/').then((one) => one.json())"
        assert page.evaluate(who) == {"username": USERNAME}
        _open(page, project.origin())
        assert page.evaluate("Promise.all([api.refresh(), api.refresh(), api.refresh()])") == [True] * 3
        assert page.evaluate(who) == {"username": USERNAME}
        assert project.sessions() == [(1, "")]
        page.evaluate("api.signOut()")
        assert page.evaluate("api.refresh()") is False
        assert page.evaluate("api.request('/api/whoami/').catch((error) => error.message)") == "Nobody is signed in."
        assert project.sessions() == [(1, "logout")]


def test_every_setting_of_the_cookie_is_in_the_table() -> None:
    """With the default that it has."""
    defaults = {one.name: one.default for one in fields(Settings) if one.name.startswith("REFRESH_COOKIE_")}
    rows = dict(re.findall(r"(?m)^\| `(REFRESH_COOKIE_\w+)` \| `([^`]+)` \|", TEXT))
    assert rows == {
        name: json.dumps(value) if isinstance(value, str) else repr(value) for name, value in defaults.items()
    }


def _open(page: Page, origin: str) -> None:
    page.goto(f"{origin}/")
    page.evaluate(
        """async (text) => {
            const script = new Blob([text], {type: "text/javascript"})
            window.api = await import(URL.createObjectURL(script))
        }""",
        SCRIPT_OF_THE_PAGE,
    )
