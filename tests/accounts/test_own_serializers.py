"""A project asks for more at sign-up, and shows more of its users, with serializers of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework.exceptions import ValidationError

from drf_signet.answering_serializers import ActingSerializer
from tests.accounts.joining import join
from tests.accounts.mails import sent
from tests.accounts.person import Client, Person, find_person, sign_up_body

pytestmark = pytest.mark.urls("tests.accounts.urls")
MOMENT = "2027-01-15T08:00:00Z"


@pytest.mark.django_db
def test_a_further_column_is_asked_for_and_written(api: Client) -> None:
    """The rest of the sign-up is what it was; what is no column decides, and is not written."""
    join(api, path="/own/users/", last_login=MOMENT, invitation="friend")
    written = find_person().last_login
    assert written is not None
    assert written.isoformat() == MOMENT.replace("Z", "+00:00")
    assert sent() == [("activation", "ada@example.com")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"invitation": "stranger"}, {"invitation": ["Nobody invited you."]}),
        ({"invitation": "fri\u202eend"}, {"invitation": ["Remove the invisible characters."]}),
        ({}, {"invitation": ["This field is required."]}),
    ],
)
def test_the_projects_own_rule_refuses_before_anybody_is_made(
    api: Client, changes: dict[str, str], errors: dict[str, list[str]]
) -> None:
    """400 under the name of its field."""
    answer = api.post("/own/users/", sign_up_body(**changes))
    assert (answer.status_code, answer.json()) == (400, {**errors, "code": "invalid"})
    assert not get_user_model()._default_manager.exists()


def test_a_user_is_shown_with_one_more_field(signed_in: Client, person: Person) -> None:
    """It comes last, and it can't be changed where the serializer says so."""
    usual = signed_in.get("/api/users/me/").json()
    assert signed_in.get("/own/me/").json() == {**usual, "is_staff": False}
    answer = signed_in.patch("/own/me/", {"is_staff": True})
    assert (answer.status_code, answer.json()) == (
        400,
        {"is_staff": ["You can't change this here."], "code": "invalid"},
    )
    person.refresh_from_db()
    assert person.is_staff is False


class Refusing(ActingSerializer):
    """What a project might write."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Raise what models of Django raise."""
        raise DjangoValidationError({"company": ["It is bankrupt."]})


def test_an_act_may_raise_what_models_raise() -> None:
    """It is no fault, as little as in ``validate``."""
    serializer = Refusing(data={})
    assert serializer.is_valid()
    with pytest.raises(ValidationError) as caught:
        serializer.save()
    assert caught.value.detail == {"company": ["It is bankrupt."]}
