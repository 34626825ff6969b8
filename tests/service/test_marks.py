"""The mark of the project: one picture, on every page, and an icon where browsers look for one unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.conftest import Service
from tests.service.http import call

ROOT = Path(__file__).resolve().parents[2]
LOGO = "/static/signet_server/logo.svg"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/activate",
        "/reset",
        "/confirm",
        "/nothing",
        "/api/",
        "/api/docs/",
        "/admin/login/",
        "/demo-provider/authorize",
    ],
)
def test_every_page_has_the_icon(demo: Service, path: str) -> None:
    """So that no browser asks for another."""
    headers = {"Accept": "text/html"}
    assert f'<link rel="icon" href="{LOGO}">' in call(demo, "GET", path, headers=headers).body.decode()


def test_what_browsers_ask_for_unasked_is_there(demo: Service) -> None:
    """Also for answers that are no page of ours."""
    answer = call(demo, "GET", "/favicon.ico")
    assert (answer.status, answer.body[:4]) == (200, b"\0\0\1\0")
    assert call(demo, "GET", LOGO).headers.get_content_type() == "image/svg+xml"


def test_the_mark_of_the_pages_is_that_of_the_documents() -> None:
    """One picture, in two places that can't read each other."""
    served = ROOT / "src" / "signet_server" / "static" / "signet_server" / "logo.svg"
    assert served.read_text() == (ROOT / "docs" / "pictures" / "logo.svg").read_text()
