"""The front page as the service hands it out; what it does in a browser is in ``test_web_*``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.service.conftest import Service
from tests.service.http import call

ROOT = Path(__file__).resolve().parents[2]
LOADED = {"app.css", "app.js", "theme.css", "logo.svg"}
"""What the page names in English."""

BUILT = {"app.css", "app.js", "de.js", "es.js", "fr.js", "ja.js"}
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def test_the_policy_is_strict(service: Service) -> None:
    """Files of ours only, nothing inline, no frame around it, and no other page learns where its readers come from."""
    answer = call(service, "GET", "/")
    page = answer.body.decode()
    assert answer.status == 200
    policy = dict(one.split(" ", 1) for one in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|https?://", page) == []
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("language", "more"), [("en", set()), ("it", set()), ("de-AT", {"de.js"}), ("ja", {"ja.js"})])
def test_its_files_are_there(service: Service, language: str, more: set[str]) -> None:
    """Those that the page names, with their types; the catalogue of its language, and no other."""
    page = call(service, "GET", "/", headers={"Accept-Language": language}).body.decode()
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert {Path(one).name for one in files} == LOADED | more
    for one in files:
        answer = call(service, "GET", one)
        assert (answer.status, answer.headers.get_content_type()) == (200, TYPES[Path(one).suffix])


def test_the_built_files_load_nothing_from_elsewhere() -> None:
    """The only addresses in them are names: of licences, namespaces and explanations of errors."""
    folder = ROOT / "src" / "signet_server" / "static" / "signet_server" / "web"
    assert {one.name for one in folder.iterdir()} == BUILT
    for one in folder.iterdir():
        text = one.read_text()
        assert re.findall(r"@import|url\((?!data:|#)|sourceMappingURL|importScripts|\beval\(", text) == []
        hosts = set(re.findall(r"https?://([\w.-]+)", text))
        assert hosts <= {"www.w3.org", "react.dev", "127.0.0.1"}, hosts


def test_the_demo_fills_its_credentials_in(service: Service, client: Client, db: None) -> None:
    """And a service that is no demo doesn't, as everybody knows them."""
    assert b"data-demo-password" in call(service, "GET", "/").body
    page = client.get("/").content
    assert b'data-api="/api/v1/"' in page
    assert b"data-demo" not in page
    assert b"correct-horse-battery" not in page


def test_the_access_token_has_the_names_and_the_address(service: Service) -> None:
    """So that a page can greet its user without a further request."""
    body = {"username": "ada", "password": "correct-horse-battery"}
    tokens = call(service, "POST", "/api/v1/token/", body).body
    for access in (tokens["access"], call(service, "POST", "/api/v1/token/refresh/", tokens).body["access"]):
        said = claims(access)
        assert {name: said[name] for name in ("username", "first_name", "last_name", "email")} == {
            "username": "ada",
            "first_name": "Ada",
            "last_name": "Lovelace",
            "email": "ada@example.com",
        }


@pytest.mark.parametrize("path", ["conformance/", "echo/", "redirect/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_hook_of_the_tests_is_no_part_of_the_service(service: Service, method: str, path: str) -> None:
    """It is in tests/conformance, and no setting turns it on."""
    assert call(service, method, f"/api/v1/{path}", {"do": "reset"}).status == 404


def test_the_package_has_the_page_and_not_the_hook(tmp_path: Path) -> None:
    """People install a wheel that is built from a clone."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {Path(one).name for one in names if "/static/signet_server/web/" in one} == BUILT
    assert "signet_server/templates/signet_server/front_page.html" in names
    assert [one for one in names if "conformance" in one or one.startswith("tests/")] == []


def claims(token: str) -> dict[str, Any]:
    """The payload of *token*."""
    payload = token.split(".")[1]
    decoded: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return decoded
