"""To look is not to act: ``is_valid`` of none of these serializers asks for a code, tries one, or uses one up."""

from __future__ import annotations

from typing import Any, Final

import pytest
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.test import APIRequestFactory

from drf_signet import mailed_codes
from drf_signet.mailed_codes.browser.serializers import ASKED
from drf_signet.mailed_codes.models import MailedCode
from tests.accounts.looking import serializers_of, watching
from tests.accounts.person import Client, Person
from tests.mailed_codes.asking import asked, last_code, last_link

pytestmark = pytest.mark.django_db

PARTS: Final = frozenset(("SigningInSerializer", "_FromCookie"))
"""What others are derived from."""

OURS: Final = [one for one in serializers_of(mailed_codes) if one.__name__ not in PARTS]


@pytest.mark.parametrize("serializer_class", OURS, ids=lambda one: one.__name__)
def test_to_look_is_not_to_act(
    ada: Person, phone: Client, monkeypatch: pytest.MonkeyPatch, serializer_class: type[BaseSerializer[Any]]
) -> None:
    """However often: what is done is done by ``save``, once."""
    request = asked(phone)
    data = {"email": ada.email, "request": request, "code": last_code(), "token": last_link()}
    context = {"request": Request(APIRequestFactory().post("/")), ASKED: request}
    serializer = serializer_class(data=data, context=context)
    before = list(MailedCode.objects.order_by("pk").values())
    with watching(monkeypatch) as looked:
        for _ in range(2):
            assert serializer.is_valid(), serializer.errors
    assert looked == []
    assert list(MailedCode.objects.order_by("pk").values()) == before
    with watching(monkeypatch) as acted:
        serializer.save()
    assert acted != []


def test_none_is_forgotten() -> None:
    """By a name that changed."""
    assert {one.__name__ for one in OURS} == {
        "BrowserSignInCodeConfirmSerializer",
        "BrowserSignInLinkSerializer",
        "SignInCodeConfirmSerializer",
        "SignInCodeSerializer",
        "SignInLinkSerializer",
    }
