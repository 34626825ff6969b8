"""What a project, a key or an outage refuses: the code is as good as before, but for the try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

import pytest
from django.db import OperationalError
from rest_framework.exceptions import PermissionDenied

from drf_signet.accounts.outbox import at_once
from drf_signet.errors import NoSigningKeyError
from drf_signet.mailed_codes import serializers, views
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.opening import CODE
from drf_signet.sessions.models import Session
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.signals import signing_in
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person
from tests.mailed_codes.asking import asked, confirm, follow, last_code, last_link
from tests.stand_ins.outages import OUTAGES

pytestmark = pytest.mark.usefixtures("ada")


@contextmanager
def receiving(receive: Any) -> Iterator[None]:
    """In this block, a project listens to sign-ins."""
    signing_in.connect(receive)
    try:
        yield
    finally:
        signing_in.disconnect(receive)


def test_a_second_factor_may_be_asked_for_with_the_same_code(phone: Client) -> None:
    """It was no use of the code. The receiver is told the method."""
    methods: list[object] = []

    def demand(request: Any, **more: Any) -> None:
        methods.append(more["methods"])
        if b"otp" not in request.body:
            raise PermissionDenied({"detail": "Which one?", "code": "otp_required"})

    request, code = asked(phone), last_code()
    with receiving(demand):
        assert confirm(phone, request, code).status_code == 403
        assert Session.objects.count() == 0
        assert confirm(phone, request, code, otp="123456").status_code == 200
    assert methods == [(CODE,), (CODE,)]


def test_nobody_tries_second_factors_for_ever(phone: Client) -> None:
    """Each one is a try of the code."""

    def refuse(**more: Any) -> None:
        raise PermissionDenied

    request, code = asked(phone), last_code()
    with receiving(refuse):
        assert [confirm(phone, request, code).status_code for _ in range(6)] == [403] * 5 + [400]


def test_a_link_that_was_refused_can_be_followed_again(phone: Client) -> None:
    """The same."""

    def refuse(**more: Any) -> None:
        raise PermissionDenied

    request = asked(phone)
    with receiving(refuse):
        assert follow(phone, last_link(), request=request).status_code == 403
    assert follow(phone, last_link(), request=request).status_code == 200


def test_the_rule_of_the_project_is_asked(phone: Client) -> None:
    """USER_AUTHENTICATION_RULE."""
    request, code = asked(phone), last_code()
    with signet(USER_AUTHENTICATION_RULE="tests.mailed_codes.test_refusals.nobody"):
        assert confirm(phone, request, code).status_code == 401
    assert confirm(phone, request, code).status_code == 200


def nobody(user: object) -> bool:
    """Nobody may sign in."""
    return False


def test_without_a_key_nothing_is_used_up(phone: Client) -> None:
    """501, and no account was made."""
    request, code = asked(phone), last_code()
    with patch("drf_signet.mailed_codes.confirming.get_ring") as ring:
        ring.return_value.check_signs.side_effect = NoSigningKeyError
        assert confirm(phone, request, code).status_code == 501
    assert MailedCode.objects.get().used_at is None


def test_an_outage_is_no_use(phone: Client) -> None:
    """503, and the code goes on."""
    request, code = asked(phone), last_code()
    with patch("drf_signet.mailed_codes.confirming.proved_owner", side_effect=OperationalError("away")):
        answer = confirm(phone, request, code)
    assert (answer.status_code, answer.headers["Retry-After"] != "") == (503, True)
    assert confirm(phone, request, code).status_code == 200


class NamedTokens(TokenObtainPairSerializer):
    """What a project adds to its tokens and answers."""

    @classmethod
    def get_token(cls, user: Any) -> Any:
        """A claim more."""
        token = super().get_token(user)
        token["greeting"] = "hello"
        return token

    def get_tokens(self) -> dict[str, object]:
        """A word more."""
        return {**super().get_tokens(), "user": str(self.user.pk)}


class OwnSerializer(serializers.SignInCodeConfirmSerializer):
    """With the tokens of the project."""

    token_serializer_class = NamedTokens


def test_the_answer_is_that_of_the_projects_own_serializer(phone: Client, ada: Person) -> None:
    """As after a password."""
    with patch.object(views.SignInCodeConfirmView, "serializer_class", OwnSerializer):
        answer = confirm(phone, asked(phone), last_code()).json()
    assert answer["user"] == str(ada.pk)
    assert TokenObtainPairSerializer.token_class(answer["refresh"])["greeting"] == "hello"


LOST: Final[list[str]] = []
"""The jobs of a queue that lost a race once."""


def losing_once(job: str, arguments: Mapping[str, str | None]) -> None:
    """A dispatcher with a queue in a database: at first, another one has locked it."""
    LOST.append(job)
    if len(LOST) == 1:
        raise OUTAGES["mysql-deadlock"].error
    at_once(job, arguments)


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_loses_a_race_after_the_commit_is_asked_again(phone: Client) -> None:
    """The row is there by then: it is the same one."""
    LOST.clear()
    with signet(MAIL_DISPATCHER=f"{__name__}.losing_once"):
        request = asked(phone)
    assert len(LOST) == 2
    assert MailedCode.objects.count() == 1
    assert confirm(phone, request, last_code()).status_code == 200
