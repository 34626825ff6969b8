"""What every answer says of itself to browsers and caches, and that the admin works under it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from signet_server.content_policy import FORM_POLICY, POLICY
from signet_server.demo import prepare_environment
from tests.service.conftest import Service, clean_environment, running_demo
from tests.service.http import call
from tests.service.web_app import violations

PAGES = [
    pytest.param("/", "no-cache", id="front-page"),
    pytest.param("/api/docs/", "no-cache", id="docs"),
    pytest.param("/api/docs/?script=", "no-cache", id="script-of-the-docs"),
    pytest.param("/api/schema/", "no-cache", id="schema"),
    pytest.param("/reset", "no-store", id="link"),
    pytest.param("/demo-provider/authorize", "no-store", id="provider"),
    pytest.param("/admin/login/", "no-store", id="admin"),
    pytest.param("/admin/", "no-store", id="redirect"),
    pytest.param("/readyz", "no-store", id="readiness"),
    pytest.param("/api/v1/users/me/", "no-store", id="api"),
    pytest.param("/api/v1/nothing/", "no-store", id="nothing-in-the-api"),
    pytest.param("/nothing", "no-store", id="nothing"),
    pytest.param("/static/nothing.css", "no-store", id="no-file"),
    pytest.param("/static/signet_server/link.css", "max-age", id="file"),
]

ROOT, PASSWORD = "root", "a-tall-ship-and-a-star"


@pytest.mark.parametrize(("path", "kept"), PAGES)
def test_every_answer_has_its_policies(demo: Service, path: str, kept: str) -> None:
    """Two say what the page may load and who may load it, and one says which caches may keep a copy."""
    headers = call(demo, "GET", path).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == (
        FORM_POLICY if path.startswith(("/admin/", "/demo-provider/")) else POLICY
    )
    assert kept in headers["Cache-Control"]
    assert headers.get_all("Cache-Control") == [headers["Cache-Control"]]


def test_no_policy_has_a_hole() -> None:
    """Nothing from elsewhere, nothing inline, no frame around it; forms only where there are any."""
    for policy in (POLICY, FORM_POLICY):
        parts = dict(one.split(" ", 1) for one in policy.split("; "))
        assert {parts["default-src"], parts["base-uri"], parts["frame-ancestors"]} == {"'none'"}
        assert {parts["script-src"], parts["style-src"]} == {"'self'"}
        assert "unsafe" not in policy
        assert "http" not in policy
    assert FORM_POLICY.replace("form-action 'self'", "form-action 'none'") == POLICY


@pytest.fixture(scope="module")
def administered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A demo with an administrator, whose cookies a browser takes over plain http."""
    folder = tmp_path_factory.mktemp("administered")
    with running_demo(folder, {}) as service:
        variables = clean_environment({"DJANGO_SUPERUSER_PASSWORD": PASSWORD})
        prepare_environment(folder, service.url, variables)
        words = ["createsuperuser", "--noinput", "--username", ROOT, "--email", "root@example.com"]
        subprocess.run([sys.executable, "-m", "signet_server", "manage", *words], env=variables, check=True)
        yield service


@pytest.fixture
def page(administered: Service, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what its console complains of."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.location["url"].endswith("/favicon.ico"):
            complaints.append(message.text)

    context = browser.new_context(base_url=administered.url)
    opened = context.new_page()
    opened.on("console", hear)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield opened, complaints
    finally:
        context.close()


def test_the_admin_works_in_a_browser(page: tuple[Page, list[str]]) -> None:
    """Sign in, change a user by every kind of widget, look at sessions, delete: no complaint of the policy."""
    opened, complaints = page
    opened.goto("/admin/")
    assert violations(opened) == []
    opened.fill("#id_username", ROOT)
    opened.fill("#id_password", PASSWORD)
    opened.click("input[type=submit]")
    opened.get_by_role("link", name="Users", exact=True).last.click()
    opened.wait_for_url("**/admin/users/user/")
    opened.get_by_role("link", name="ada").click()
    opened.get_by_label("First name").fill("Augusta")
    # The widgets for dates and for permissions are made by scripts.
    opened.get_by_role("link", name="Today").first.click()
    opened.locator("#id_user_permissions_from").wait_for()
    opened.get_by_role("button", name="Save and continue editing").click()
    assert opened.get_by_label("First name").input_value() == "Augusta"
    opened.goto("/admin/signet_sessions/session/")
    opened.goto("/admin/users/user/add/")
    opened.get_by_label("Username").fill("grace")
    opened.goto("/admin/users/user/")
    opened.locator("#action-toggle").check()
    assert opened.locator("tr.selected").count() == 2
    opened.get_by_role("button", name="Log out").click()
    assert opened.locator("h1").first.inner_text()
    assert complaints == []


def test_the_admin_can_be_switched_off(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its addresses lead nowhere; all the rest is there."""
    with running_demo(tmp_path_factory.mktemp("without"), {"ADMIN": "0"}) as service:
        for path in ("/admin/", "/admin/login/", "/admin/users/user/"):
            assert call(service, "GET", path).status == 404
        assert call(service, "GET", "/readyz").status == 200
        page = call(service, "GET", "/")
        assert page.status == 200
        assert b"data-admin" not in page.body
        assert "/admin/" not in service.greeting
