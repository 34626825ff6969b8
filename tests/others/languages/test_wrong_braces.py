"""A translation with other braces than its text has, as a project's own catalogue may have: nobody gets a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from rest_framework.serializers import ValidationError

from drf_signet.sessions.admin import SessionAdmin
from drf_signet.sessions.models import Session
from drf_signet.translation import translated
from drf_signet_compat.drf_jwt.serializers import JSONWebTokenSerializer
from signet_server.error_answers import ErrorAnswerMiddleware
from signet_tokens.translatable_text import Text, ngettext

WRONG = ("{", "{1}", "{name}", "{0.name}", "{0[name]}", "{:d} of {:d}", "{!z}")


class OfNobody:
    """A session whose user is gone."""

    user_id = 4711

    @property
    def user(self) -> object:
        """There is none."""
        raise ObjectDoesNotExist


@pytest.fixture(params=WRONG)
def wrong(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What every text is translated to."""
    text: str = request.param
    functions: Any = vars(translation)["_trans"]
    monkeypatch.setattr(functions, "gettext", lambda english: text)
    monkeypatch.setattr(functions, "ngettext", lambda one, more, number: text)
    return text


@pytest.mark.usefixtures("wrong")
def test_a_text_is_in_english() -> None:
    """Where its translation can't be used."""
    assert translated(Text("Token has no '{}' claim", "exp")) == "Token has no 'exp' claim"


@pytest.mark.usefixtures("wrong")
def test_so_is_what_the_service_says_of_methods() -> None:
    """It names those that are allowed."""
    refused = ErrorAnswerMiddleware(lambda request: HttpResponse(status=405, headers={"Allow": "GET"}))
    answer: Any = refused(RequestFactory().post("/api/v1/token/"))
    assert json.loads(answer.content) == {"detail": "Allowed methods here: GET.", "code": "method_not_allowed"}


@pytest.mark.usefixtures("wrong")
def test_so_is_what_the_admin_says_of_a_session() -> None:
    """Its user was deleted."""
    nobody: Any = OfNobody()
    assert SessionAdmin(Session, admin.site).owner(nobody) == "4711 (deleted)"


def test_the_drop_in_says_it_as_it_is_written(wrong: str) -> None:
    """A name is put in where the translation has it."""
    with pytest.raises(ValidationError) as refused:
        JSONWebTokenSerializer().validate({})
    assert refused.value.detail == [wrong]


@pytest.mark.parametrize(("number", "said"), [(1, "Eine Sitzung"), (2, "2 Sitzungen")])
def test_a_plural_may_leave_its_number_out(monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    """As many languages say it in words."""
    functions: Any = vars(translation)["_trans"]
    monkeypatch.setattr(
        functions, "ngettext", lambda one, more, count: "Eine Sitzung" if count == 1 else "{} Sitzungen"
    )
    assert translated(ngettext("{} session was ended.", "{} sessions were ended.", number)) == said
