"""The service answers in the language that the browser prefers, where it has all of it; caches mix nothing up."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, TestCase
from django.utils import translation
from pytest_django import Settings
from rest_framework.test import APIClient

from tests.others.languages.catalogues import TRANSLATED, assert_translated, translate_everything
from tests.others.languages.unmarked_html import texts_of_page

PAGES = ("/", "/activate", "/reset", "/confirm", "/not-me", "/nothing-here")
LANGUAGES = [code for code, _ in settings.LANGUAGES]
SAME_IN_ALL = re.compile(r"§|Signet|\d{3} - Signet|[a-z-]+@|/api/|the API\Z")  # the last one is inside of a sentence


@pytest.fixture(autouse=True)
def _english(db: None) -> None:
    translation.activate("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_the_language_of_the_browser(path: str, language: str) -> None:
    """It says which, and that it depends on what the browser prefers."""
    answer = Client().get(path, headers={"Accept-Language": f"{language}-XX,{language};q=0.9,en;q=0.1"})
    assert f'<html lang="{language}">' in answer.text
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("path", PAGES)
def test_no_word_of_a_page_is_left_in_english(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The visible texts, those that a screen reader speaks, and those of its script."""
    translate_everything(monkeypatch)
    html = Client().get(path).text
    texts = texts_of_page(html)
    assert [one for one in texts if not SAME_IN_ALL.match(one)] == []
    for script in re.findall(r'<script id="texts" type="application/json">(.*?)</script>', html):
        assert_translated(json.loads(script))


def test_the_documentation_page_of_the_demo(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button that signs in, too."""
    settings.IS_DEMO = True
    translate_everything(monkeypatch)
    html = Client().get("/api/docs/").text
    assert f"{TRANSLATED}Sign in as" in html
    texts = re.search(r'<script id="texts" type="application/json">(.*?)</script>', html)
    assert texts
    assert_translated(json.loads(texts[1]))


def test_the_choice_of_a_visitor_comes_before_that_of_the_browser() -> None:
    """The app keeps it in a cookie, so caches are told of that, too."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"
    answer = client.get("/activate", headers={"Accept-Language": "de"})
    assert answer["Content-Language"] == "ja"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


def test_a_language_that_is_not_whole_is_english() -> None:
    """A half-translated page would be worse: Django has texts of its own in many more languages."""
    answer = Client().get("/admin/login/", headers={"Accept-Language": "pl"})
    assert answer["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["/static/signet_server/link.js", "/healthz"])
def test_what_has_no_words_is_one_for_all(path: str) -> None:
    """A cache keeps one copy of it."""
    answer = Client().get(path, headers={"Accept-Language": "de"})
    assert answer.status_code == 200
    answer.close()
    assert "Content-Language" not in answer
    assert "Accept-Language" not in answer.get("Vary", "")


def test_an_error_has_its_language_whoever_was_served_before() -> None:
    """Also where nothing but the first of the middleware has seen the request. Its code is what it always is."""
    client = Client()
    client.get("/", headers={"Accept-Language": "de"})
    for language in ("en", "de"):
        headers = {"Accept-Language": language}
        answer = client.get("/api/v1/users/me/", HTTP_HOST="elsewhere.example", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "host_refused")
        assert (answer["Content-Language"], translation.get_language()) == (language, language)
        refused = client.delete("/healthz", headers=headers)
        assert (refused.status_code, refused["Content-Language"]) == (405, language)


def test_a_refusal_has_a_language_and_a_code() -> None:
    """Of tokens in headers, too."""
    for headers, code in (({}, "not_authenticated"), ({"Authorization": "Bearer x"}, "token_not_valid")):
        answer = APIClient().get("/api/v1/users/me/", headers={**headers, "Accept-Language": "de"})
        assert (answer.status_code, answer["Content-Language"]) == (401, "de")
        assert answer.json()["code"] == code
        assert "WWW-Authenticate" in answer


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize(
    "value", [[], "a\0b", "\ud800", "x" * 5000, "ada"], ids=["list", "nul", "surrogate", "long", "short"]
)
def test_what_rest_framework_says_of_a_field_is_translated(language: str, value: object) -> None:
    """Also where its own catalogues lack it."""
    body = json.dumps(dict.fromkeys(("username", "email", "password"), value))
    english, other = (
        APIClient().generic("POST", "/api/v1/users/", body, "application/json", headers={"Accept-Language": one}).json()
        for one in ("en", language)
    )
    assert set(english) == set(other)
    assert {name for name, texts in other.items() if name != "code" and set(texts) & set(english[name])} == set()


def test_a_mail_is_in_the_language_of_the_request(settings: Settings) -> None:
    """The request of the user who signed up."""
    settings.SIGNET = {**settings.SIGNET, "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once"}
    body = {"username": "ada", "email": "ada@example.com", "password": "a-horse-and-a-battery"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = APIClient().post("/api/v1/users/", body, headers={"Accept-Language": "fr"})
    assert answer.status_code == 201, answer.content
    assert '<html lang="fr"' in mail.outbox[-1].message().as_string()


def test_the_admin_is_in_the_language_of_the_browser() -> None:
    """Django's own words and ours."""
    answer = Client().get("/admin/login/", headers={"Accept-Language": "de"})
    assert 'lang="de"' in answer.text
