"""The script of docs/how-to/sign-in-by-mail.md, in Chromium, at a fresh project with the lines of that page."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.docs.test_browser_page import SCRIPT_OF_THE_PAGE
from tests.real_parts.chromium import chromium
from tests.real_parts.ports import free_port
from tests.recipes.identities_page import ROOT
from tests.recipes.identities_site import ACCOUNT_URLS, ACCOUNTS, served

TEXT: Final = (ROOT / "docs" / "how-to" / "sign-in-by-mail.md").read_text()
(SCRIPT,) = re.findall(r"(?s)```javascript\n(.*?)```", TEXT)
SETTINGS, URLS = re.findall(r"(?s)```python\n(.*?)```", TEXT)[:2]
MAILS_IN_FILES: Final = """
if "MAILERS" in globals():  # the settings of a fresh project, from Django 6.1 on
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": BASE_DIR / "mails"},
        }
    }
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / "mails"
"""
PATIENCE: Final = 60
CALL: Final = """async ([script, name, given]) => {
    const url = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const [api, codes] = script;
    window.codes ??= await import(url(codes.replace("./api.js", url(api))));
    return window.codes[name](given).catch((error) => [error.code, error.message]);
}"""
"""Calls a function of the script, and returns its answer, or the code of a refusal and its words."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the project is."""
    return tmp_path_factory.mktemp("codes") / "project"


@pytest.fixture(scope="module")
def page(project: Path) -> Iterator[Page]:
    """A page at the origin of the project."""
    files = {"shop/settings.py": ACCOUNTS + SETTINGS + MAILS_IN_FILES, "shop/urls.py": ACCOUNT_URLS + URLS}
    with served(project, free_port(), files) as origin, chromium() as browser:
        opened = browser.new_page()
        opened.goto(f"{origin}/api/token/code/")
        yield opened


def test_the_script_signs_in_with_the_code_of_the_mail(project: Path, page: Page) -> None:
    """A wrong one is refused with its code, and a wrong address in words."""

    def call(name: str, given: str) -> object:
        return page.evaluate(CALL, [[SCRIPT_OF_THE_PAGE, SCRIPT], name, given])

    assert call("askForCode", "ada") == ["invalid", "Enter a valid email address."]
    asked = call("askForCode", "ada@example.com")
    assert isinstance(asked, dict)
    assert asked["expires_in"] == 600
    assert call("signInWithCode", "AAAAAA") == ["code_invalid", "This code isn't right. Check it, and try again."]
    assert call("signInWithCode", _code_in(project / "mails")) is True


def _code_in(folder: Path) -> str:
    """The one of the only mail, which a thread of the server sends after the answer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        mails = "".join(one.read_text() for one in folder.glob("*.log"))
        if found := re.search(r"(?m)^([0-9A-Z]{6})$", mails):
            return found[1]
        time.sleep(0.1)
    raise AssertionError("no mail with a code came")
