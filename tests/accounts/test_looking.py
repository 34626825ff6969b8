"""To look is not to act: ``is_valid`` of none of our serializers writes, mails, ends or counts anything."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.test import APIRequestFactory

import drf_signet
from drf_signet.accounts.links import Purpose, make_notice_token, make_token
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import AccessToken, RefreshToken
from tests.accounts.changed import signet
from tests.accounts.endpoints import NAME
from tests.accounts.looking import serializers_of, watching
from tests.accounts.person import NEW_PASSWORD, Person, find_person, make_person, sign_up_body
from tests.conftest import PASSWORD

HOOKS: Final = frozenset(
    f"{tier}.serializers.Token{name}Serializer"
    for tier in ("drf_signet", "drf_signet.sessions")
    for name in ("ObtainPair", "ObtainSliding", "Obtain", "Refresh", "RefreshSliding")
) | {f"drf_signet.sessions.serializers.{name}TokenRefreshSerializer" for name in ("Rotating", "NonRotating")}
"""Where ``validate`` is the documented hook of Simple JWT: attributes in, tokens out."""

PARTS: Final = frozenset(
    (
        "RefreshingSerializer",
        "OneSessionSerializer",
        "SessionRefreshingSerializer",
        "UserModelSerializer",
        "CurrentPasswordSerializer",
        "LinkSerializer",
        "MailSerializer",
    )
)
"""What others are derived from."""

READERS: Final = frozenset(("TokenVerifySerializer", "SessionSerializer", "PasswordResetCheckSerializer"))
"""Those with nothing to act on."""

PURPOSES: Final = {
    "ActivationSerializer": Purpose.ACTIVATION,
    "EmailChangeConfirmSerializer": Purpose.EMAIL_CHANGE,
    "PasswordResetCheckSerializer": Purpose.PASSWORD_RESET,
    "PasswordResetConfirmSerializer": Purpose.PASSWORD_RESET,
}


ELSEWHERE: Final = ("drf_signet.identities", "drf_signet.mailed_codes")
"""Apps with a project, and such a test, of their own."""

OURS: Final = [
    one
    for one in serializers_of(drf_signet, without=ELSEWHERE)
    if f"{one.__module__}.{one.__name__}" not in HOOKS and one.__name__ not in PARTS
]
"""Those that take a request of their own."""


@pytest.fixture
def ada(db: None) -> Person:
    """Somebody who has not followed the link yet."""
    return make_person(is_verified=False)


def good_input(serializer_class: type[BaseSerializer[Any]], person: Person) -> dict[str, object]:
    """What the endpoint of *serializer_class* takes from *person*, and does."""
    now, purpose = timezone.now(), PURPOSES.get(serializer_class.__name__)
    if serializer_class.__name__ == "SignInNoticeSerializer":
        return {"token": make_notice_token(str(person.pk), person.email, now, now)}
    more = {"new_address": "new@example.com"} if purpose is Purpose.EMAIL_CHANGE else {}
    if serializer_class.__name__ == "SignUpSerializer":
        return sign_up_body("new")
    return {
        "refresh": str(RefreshToken.for_user(person)),
        "token": make_token(purpose, person, now, **more) if purpose else str(AccessToken.for_user(person)),
        "current_password": PASSWORD,
        "new_password": NEW_PASSWORD,
        "new_email": "new@example.com",
        "email": person.email,
        NAME: "Augusta",
    }


def serializer_for(serializer_class: type[BaseSerializer[Any]], person: Person) -> BaseSerializer[Any]:
    """That serializer, in a request of *person*'s with good input."""
    request = Request(APIRequestFactory().post("/"))
    request.user, request.auth = person, AccessToken.for_user(person)
    data, context = good_input(serializer_class, person), {"request": request}
    if serializer_class.__name__ == "UserSerializer":
        return serializer_class(person, data={NAME: data[NAME]}, partial=True, context=context)
    return serializer_class(data=data, context=context)


CASES: Final = [
    pytest.param(one, verification, id=f"{one.__module__}.{one.__name__}-{verification}")
    for one in OURS
    for verification in ("mandatory", "optional", "none")
    if verification == "mandatory" or one.__name__ == "SignUpSerializer"
]


@pytest.mark.parametrize(("serializer_class", "verification"), CASES)
def test_to_look_is_not_to_act(
    ada: Person, monkeypatch: pytest.MonkeyPatch, serializer_class: type[BaseSerializer[Any]], verification: str
) -> None:
    """However often: what is done is done by ``save``, once."""
    with signet(EMAIL_VERIFICATION=verification):
        serializer = serializer_for(serializer_class, ada)
        before = list(Session.objects.order_by("pk").values())
        with watching(monkeypatch) as looked:
            for _ in range(2):
                assert serializer.is_valid(), serializer.errors
        assert looked == []
        assert list(Session.objects.order_by("pk").values()) == before
        if serializer_class.__name__ in READERS:
            return
        with watching(monkeypatch) as acted:
            serializer.save()
        assert acted != []


def test_there_are_serializers_of_each_tier() -> None:
    """And none is forgotten by a name that changed."""
    found = {one.__module__ for one in OURS}
    assert {"drf_signet.serializers", "drf_signet.sessions.serializers", "drf_signet.accounts.serializers"} <= found
    assert len(OURS) >= 15


def test_what_was_refused_is_not_acted_on(ada: Person) -> None:
    """As with REST framework's own."""
    (deleting,) = [one for one in OURS if one.__name__ == "DeleteAccountSerializer"]
    serializer = deleting(data={}, context={"request": Request(APIRequestFactory().post("/"))})
    assert not serializer.is_valid()
    with pytest.raises(AssertionError, match="invalid data"):
        serializer.save()
    assert find_person()
