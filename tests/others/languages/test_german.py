"""
A project with ``LocaleMiddleware`` and a catalogue of its own in German.

Its ``locale/de/LC_MESSAGES/django.po`` has our texts as msgids. A catalogue written for Simple JWT works as well: its
entries translate the texts that have the same words here.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.errors import ThrottledError
from drf_signet.exceptions import InvalidToken
from drf_signet.tokens import RefreshToken, SlidingToken
from signet_tokens.translatable_text import Text
from tests.others.languages.catalogues import write_catalogue

GERMAN: Final[Mapping[str, str]] = {
    "No active account found with the given credentials": "Kein aktives Konto mit diesen Zugangsdaten gefunden",
    "Given token not valid for any token type": "Der Token ist für keinen Tokentyp gültig",
    "Token is invalid": "Ungültiger Token",
    "Token is invalid or expired": "Ungültiger oder abgelaufener Token",
    "Token has no '{}' claim": "Im Token fehlt die Angabe „{}“",
    "Token '{}' claim has expired": "Die Angabe {broken} ist abgelaufen",
    "Too many requests. Try again in {} second.\0Too many requests. Try again in {} seconds.": (
        "Zu viele Anfragen. Versuchen Sie es in {} Sekunde wieder.\0"
        "Zu viele Anfragen. Versuchen Sie es in {} Sekunden wieder."
    ),
}


@pytest.fixture
def german(tmp_path: Path, settings: Settings) -> APIClient:
    """A browser of somebody who reads German."""
    write_catalogue(tmp_path, "de", GERMAN)
    settings.LOCALE_PATHS = [tmp_path]
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", *settings.MIDDLEWARE]
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9")
    return client


@pytest.mark.parametrize("prefix", ["/api/", "/sessions/api/", "/sessions/api/browser/"])
def test_wrong_credentials(user: User, german: APIClient, api: APIClient, prefix: str) -> None:
    """The text is German, and the code is the same in every language. ``Vary`` says so to caches."""
    wrong = {"username": "ada", "password": "wrong"}
    answer = german.post(f"{prefix}token/", wrong)
    text = GERMAN["No active account found with the given credentials"]
    assert (answer.status_code, answer.json()) == (401, {"detail": text, "code": "no_active_account"})
    assert answer["Content-Language"] == "de"
    assert "Accept-Language" in answer["Vary"]
    assert api.post(f"{prefix}token/", wrong).json()["detail"] == "No active account found with the given credentials"


def test_a_header(user: User, german: APIClient) -> None:
    """Every message in it is German; names of classes are for programs."""
    german.credentials(HTTP_ACCEPT_LANGUAGE="de", HTTP_AUTHORIZATION="Bearer x")
    told = german.get("/whoami/").json()
    assert told["detail"] == GERMAN["Given token not valid for any token type"]
    assert told["messages"] == [{"token_class": "AccessToken", "token_type": "access", "message": "Ungültiger Token"}]


def test_what_is_inside_of_a_sentence(user: User, german: APIClient) -> None:
    """The name of a claim replaces the braces of the translation; with other braces, the sentence stays English."""
    token = RefreshToken.for_user(user)
    del token["exp"]
    assert german.post("/api/token/refresh/", {"refresh": str(token)}).json() == {
        "detail": "Im Token fehlt die Angabe „exp“",
        "code": "token_not_valid",
        "reason": "claim_missing",
    }
    late = SlidingToken.for_user(user)
    late["refresh_exp"] = 1
    told = german.post("/api/sliding/refresh/", {"token": str(late)}).json()["detail"]
    assert told == "Token 'refresh_exp' claim has expired"


def test_numbers(user: User, german: APIClient, settings: Settings) -> None:
    """One second, and more of them."""
    settings.SIGNET = {"THROTTLE_RATES": {"sign_in_ip": "1/m"}}
    wrong = {"username": "ada", "password": "wrong"}
    _, answer = [german.post("/api/token/", wrong) for _ in range(2)]
    assert answer.status_code == 429
    assert answer.json()["detail"] == f"Zu viele Anfragen. Versuchen Sie es in {answer['Retry-After']} Sekunden wieder."


def test_a_text_of_the_projects_own(german: APIClient) -> None:
    """A project can translate it: lazily, or as plain text that is a msgid."""
    assert InvalidToken("Of another kind").detail["detail"] == "Of another kind"
    assert InvalidToken({"detail": ["one", "two"]}).detail["detail"] == ["one", "two"]


def test_an_error_can_be_copied() -> None:
    """It can also be sent to another process: its text still knows its parts."""
    text = ThrottledError(1).message
    assert text == "Too many requests. Try again in 1 second."
    assert isinstance(text, Text)
    for one in (copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert (one, one.template, one.parts, one.plural) == (text, text.template, (1,), text.plural)
