"""The code of docs/how-to/languages.md, run word for word."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.accounts.mail_language import language_for
from tests.real_parts.needs import program
from tools.catalogues import LIBRARY, PARTIAL, WHOLE
from tools.make_venv import ROOT

PAGE = (ROOT / "docs" / "how-to" / "languages.md").read_text()
_, FOLLOW, FUNCTION, NAMED, PATHS = re.findall(r"(?s)```python\n(.*?)```", PAGE)
(REQUEST,) = re.findall(r"(?s)```http\n(.*?)```", PAGE)
(ANSWER,) = re.findall(r"(?s)```json\n(.*?)```", PAGE)
(CATALOGUE,) = re.findall(r"(?s)```po\n(.*?)```", PAGE)


@pytest.fixture
def followed(settings: Settings) -> None:
    """The first lines, at the end of the settings of a project."""
    names: dict[str, Any] = {"INSTALLED_APPS": [], "MIDDLEWARE": [settings.MIDDLEWARE[0], *settings.MIDDLEWARE[1:]]}
    exec(FOLLOW, names)
    assert names["INSTALLED_APPS"] == ["drf_signet"]
    settings.MIDDLEWARE, settings.LANGUAGES = names["MIDDLEWARE"], names["LANGUAGES"]


def sent(api: APIClient) -> Any:
    """The body of the answer to the request of the page."""
    head, _, body = REQUEST.partition("\n\n")
    method, path, _ = head.splitlines()[0].split()
    headers = dict(line.split(": ") for line in head.splitlines()[1:])
    content_type = headers.pop("Content-Type")
    return api.generic(method, path, body.strip(), content_type, headers=headers).json()


@pytest.mark.usefixtures("followed", "user")
def test_the_browser_is_followed(api: APIClient) -> None:
    """The answer is in the language that it prefers."""
    assert sent(api) == json.loads(ANSWER)


def test_a_user_has_a_language(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the function that the setting names."""
    names: dict[str, Any] = {}
    exec(FUNCTION + NAMED, names)
    settings.SIGNET = names["SIGNET"]
    named = {"shop.languages.language_of": names["language_of"]}
    monkeypatch.setattr("drf_signet.accounts.mail_language.imported", named.get)
    for language, read in (("de", "de"), ("", "fr")):
        user: Any = SimpleNamespace(language=language)
        assert language_for(user, "fr") == read


@pytest.mark.usefixtures("followed", "user")
def test_one_text_is_changed(api: APIClient, settings: Settings, tmp_path: Path) -> None:
    """By a catalogue that has nothing else."""
    names: dict[str, Any] = {"BASE_DIR": tmp_path}
    exec(PATHS, names)
    folder = names["LOCALE_PATHS"][0] / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE)
    msgfmt = program("msgfmt", package="gettext")
    subprocess.run([msgfmt, "-o", folder / "django.mo", folder / "django.po"], check=True)
    settings.LOCALE_PATHS = names["LOCALE_PATHS"]
    assert sent(api)["detail"] == "Benutzername oder Passwort stimmt nicht"
    told = api.post("/api/token/refresh/", {"refresh": "x"}, headers={"Accept-Language": "de"}).json()
    assert told["detail"] == "Das Token ist ungültig oder abgelaufen"


def test_the_page_names_the_languages() -> None:
    """All that exist, and which of them are complete."""
    whole, partial = (line.split("|")[1] for line in PAGE.splitlines() if re.match(r"\| .*`", line))
    assert set(re.findall(r"`(\w+)`", whole)) == set(WHOLE)
    assert set(re.findall(r"`(\w+)`", partial)) == set(PARTIAL)
    assert sorted((*WHOLE, *PARTIAL)) == list(LIBRARY.languages)
