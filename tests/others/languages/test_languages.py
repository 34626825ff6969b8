"""A project that turns translations on, and has no catalogue of its own."""

from __future__ import annotations

import gettext
import zipfile
from pathlib import Path

import pytest
import rest_framework_simplejwt
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.errors import TokenError
from drf_signet.language_checks import warn_languages
from tests.documents.wheels import build_wheel
from tests.idioms.tiers import DROP_IN as TIER
from tests.others.languages.catalogues import write_catalogue
from tests.others.languages.test_catalogues import FILES
from tools.catalogues import DROP_IN, LIBRARY
from tools.make_venv import ROOT

WRONG = {"username": "ada", "password": "wrong"}
NO_ACCOUNT = "No active account found with the given credentials"
IN_LANGUAGES = {
    "de-AT": "Mit diesen Anmeldedaten wurde kein aktives Konto gefunden",
    "fr-CA": "Aucun compte actif ne correspond à ces identifiants",
    "es-cl,es": "No se ha encontrado ninguna cuenta activa con estas credenciales",
    "ja": "この認証情報に一致する有効なアカウントが見つかりません",
    "pt-br": "Nenhuma conta ativa foi encontrada com estas credenciais",
    "zh-hans": "找不到与所提供凭据匹配的有效账户",
    "en": NO_ACCOUNT,
}
THEIRS = Path(rest_framework_simplejwt.__file__).parent / "locale"


@pytest.fixture
def international(settings: Settings) -> None:
    """A project that follows Accept-Language."""
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", *settings.MIDDLEWARE]


@pytest.mark.usefixtures("international", "user")
@pytest.mark.parametrize("language", IN_LANGUAGES)
def test_an_answer_is_in_the_language_of_the_browser(api: APIClient, language: str) -> None:
    """With nothing but the middleware. The code is what it always is."""
    answer = api.post("/api/token/", WRONG, HTTP_ACCEPT_LANGUAGE=language)
    assert answer.json() == {"detail": IN_LANGUAGES[language], "code": "no_active_account"}
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.usefixtures("international", "user")
def test_a_token_in_a_header_is_refused_in_that_language(api: APIClient) -> None:
    """By the authentication class, before there is a view; names of classes stay."""
    told = api.get("/whoami/", HTTP_AUTHORIZATION="Bearer x", HTTP_ACCEPT_LANGUAGE="de").json()
    assert told["detail"] == "Das angegebene Token ist für keinen Tokentyp gültig"
    assert (told["code"], told["messages"][0]["token_class"]) == ("token_not_valid", "AccessToken")


@pytest.mark.parametrize(("settings_of", "language"), [({"LANGUAGE_CODE": "ja"}, "ja"), ({"USE_I18N": False}, "en")])
def test_without_the_middleware(user: User, api: APIClient, settings_of: dict[str, object], language: str) -> None:
    """The language of the project, whatever the browser prefers; English where nothing is translated."""
    with override_settings(**settings_of), override(str(settings_of.get("LANGUAGE_CODE", "en"))):
        answer = api.post("/api/token/", WRONG, HTTP_ACCEPT_LANGUAGE="de")
    assert answer.json()["detail"] == IN_LANGUAGES[language]


def test_a_refusal_costs_no_query_more(user: User, api: APIClient) -> None:
    """A translation is looked up in memory."""
    counts = []
    for language in ("en", "de"):
        with override(language), CaptureQueriesContext(connection) as counted:
            api.post("/api/token/", WRONG)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_drop_in_has_the_languages_of_simple_jwt(user: User) -> None:
    """As a project that came over expects, also one that lists no app of ours but that of the drop-in."""
    with override("de"):
        answer = TIER.sign_in(username="ada", password="wrong")
    assert answer.body == {"detail": IN_LANGUAGES["de-AT"]}
    for languages in (DROP_IN.locale, THEIRS):
        found = gettext.translation("django", languages, ["de"]).gettext(NO_ACCOUNT)
        assert found != NO_ACCOUNT


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ({"MIDDLEWARE": ["django.middleware.locale.LocaleMiddleware"]}, True),
        ({"LANGUAGE_CODE": "fr"}, True),
        ({}, False),
        ({"LANGUAGE_CODE": "fr", "USE_I18N": False}, False),
        ({"LANGUAGE_CODE": "fr", "LOCALE_PATHS": ["/shop/locale"]}, True),
    ],
)
def test_a_project_that_lists_no_app_with_translations_is_told(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], is_told: bool
) -> None:
    """Unless it answers in English anyway, or has our texts from elsewhere."""
    monkeypatch.setattr("drf_signet.language_checks.gettext", lambda text: text)
    with override_settings(**changed):
        assert warn_languages() == []
        monkeypatch.setattr("drf_signet.language_checks.apps.is_installed", lambda app: False)
        assert [one.id for one in warn_languages()] == (["signet.W070"] if is_told else [])
        monkeypatch.setattr("drf_signet.language_checks.gettext", lambda text: f"§{text}")
        assert warn_languages() == []


@pytest.mark.parametrize(("text", "is_told"), [("Shopping basket", True), (TokenError.default_message, False)])
def test_a_catalogue_of_the_projects_own_counts_if_it_has_our_texts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, is_told: bool
) -> None:
    """In whichever language."""
    write_catalogue(tmp_path, "nb", {text: "Noe annet"})
    monkeypatch.setattr("drf_signet.language_checks.apps.is_installed", lambda app: False)
    monkeypatch.setattr("drf_signet.language_checks.COMPLETE", "en")
    with override_settings(LANGUAGE_CODE="da", LOCALE_PATHS=[tmp_path]):
        assert [one.id for one in warn_languages()] == (["signet.W070"] if is_told else [])


@pytest.mark.parametrize("source", [ROOT, ROOT / "compat"], ids=["drf-signet", "drf-signet-compat"])
def test_a_wheel_has_the_catalogues(source: Path, tmp_path: Path) -> None:
    """All of them, compiled."""
    names = set(zipfile.ZipFile(build_wheel(source, tmp_path)).namelist())
    wanted = {one.with_suffix(".mo").relative_to(source / "src").as_posix() for one in own_files(source)}
    assert len(wanted) >= len(LIBRARY.languages)
    assert wanted - names == set()


def own_files(source: Path) -> list[Path]:
    """The catalogues that are of the package in *source*."""
    return [one for one in FILES.values() if one.is_relative_to(source / "src")]
