"""To look is not to act: ``is_valid`` of none of these serializers uses up, writes, or counts anything."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import pytest
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.test import APIRequestFactory

from drf_signet import identities
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import AccessToken
from tests.accounts.looking import serializers_of, watching
from tests.accounts.person import Client, Person
from tests.identities.doors import REDIRECT, STATE, start
from tests.identities.stand_in import StandIn, said

pytestmark = pytest.mark.django_db

PARTS: Final = frozenset(("ProofSerializer", "TokensOfProject", "IdentitySerializer"))
"""Bases of others, and one that is read alone."""

OURS: Final = [one for one in serializers_of(identities) if one.__name__ not in PARTS]


def serializer_for(
    serializer_class: type[BaseSerializer[Any]], person: Person, page: Client, providers: StandIn
) -> BaseSerializer[Any]:
    """That serializer, in a request of *person*'s with good input."""
    request = Request(APIRequestFactory().post("/"))
    request.user, request.auth = person, AccessToken.for_user(person)
    code = providers.code_for(said())
    context: dict[str, Any] = {"request": request, "view": SimpleNamespace(kwargs={"provider": "google"})}
    if serializer_class.__name__ == "ReturnSerializer":
        state = start(page)
        context["browser"] = page.cookies[STATE].value
        return serializer_class(data={"state": state, "code": code}, context=context)
    if serializer_class.__name__ == "StartSerializer":
        context |= {"browser": "secret", "session_id": None, "redirect_uri": "https://api.example.com/back/"}
        return serializer_class(data={}, context=context)
    return serializer_class(data={"code": code, **REDIRECT}, context=context)


@pytest.mark.parametrize("serializer_class", OURS, ids=lambda one: one.__name__)
def test_to_look_is_not_to_act(
    person: Person,
    api: Client,
    providers: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    serializer_class: type[BaseSerializer[Any]],
) -> None:
    """However often: what is done is done by ``save``, once."""
    serializer = serializer_for(serializer_class, person, api, providers)
    before = list(Session.objects.order_by("pk").values())
    with watching(monkeypatch) as looked:
        for _ in range(2):
            assert serializer.is_valid(), serializer.errors
    assert (looked, providers.asked) == ([], [])
    assert list(Session.objects.order_by("pk").values()) == before
    with watching(monkeypatch) as acted:
        serializer.save()
    assert acted != []


def test_none_is_forgotten() -> None:
    """By a name that changed."""
    assert {one.__name__ for one in OURS} == {
        "IdentityLinkSerializer",
        "IdentitySignInSerializer",
        "ReturnSerializer",
        "StartSerializer",
    }
