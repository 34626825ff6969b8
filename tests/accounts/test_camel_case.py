"""djangorestframework-camel-case: fields of accounts in camel case, in requests, answers and errors."""

from __future__ import annotations

import pytest
from djangorestframework_camel_case.parser import CamelCaseJSONParser
from djangorestframework_camel_case.render import CamelCaseJSONRenderer
from rest_framework.views import APIView

from tests.accounts.person import NEW_PASSWORD, Client, Person, has_username
from tests.conftest import PASSWORD

NAME = "firstName" if has_username() else "fullName"


@pytest.fixture(autouse=True)
def _camel_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with DEFAULT_PARSER_CLASSES and DEFAULT_RENDERER_CLASSES, which a process reads once."""
    monkeypatch.setattr(APIView, "parser_classes", [CamelCaseJSONParser])
    monkeypatch.setattr(APIView, "renderer_classes", [CamelCaseJSONRenderer])


def test_the_user_is_shown_and_changed(signed_in: Client, person: Person) -> None:
    """Keys of several words, read and written."""
    answer = signed_in.patch("/api/users/me/", {NAME: "Augusta"}).json()
    assert (answer[NAME], answer["emailVerified"]) == ("Augusta", True)


def test_a_password_is_changed(signed_in: Client, person: Person) -> None:
    """Errors are under the names that were sent. Good values change the password."""
    wrong = signed_in.post("/api/users/set_password/", {"currentPassword": "wrong", "newPassword": NEW_PASSWORD})
    assert (wrong.status_code, list(wrong.json())) == (400, ["currentPassword", "code"])
    right = signed_in.post("/api/users/set_password/", {"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD})
    assert right.status_code in (200, 204)
