"""
Ways in without a password, with each user model that differs there: who comes has a whole account.

A manager that needs more than an address gets an answer, never a 500.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest

from tests.others.user_models.told import statuses, told_of

WHOLE: Final = (
    *("Username", "NoCreateUser", "Unsaved", "PasswordLookedAt", "OwnKey", "LeftOut", "Employee", "LinkedKey"),
    *("SoftlyDeleted", "Peppered"),
)
"""Models whose users need nothing but an address, and perhaps a username, which is made."""

TAKEN_OVER: Final[Mapping[str, int]] = {"sign up": 201, "join": 200, "joined": 200, "old password": 401}

ENDS: Final[Mapping[str, int]] = {
    **TAKEN_OVER,
    "arrive": 200,
    "me": 200,
    "arrive again": 200,
    "identities": 200,
    "remove": 204,
    "set a password": 204,
    "arrive once more": 200,
    "delete": 204,
    "gone": 401,
    "arrive anew": 200,
    "ask for code": 200,
    "code": 200,
    "me by code": 200,
    "ask for code again": 200,
    "code again": 200,
    "delete by code": 204,
    "gone by code": 401,
}
"""How each step of theirs is answered."""

RULED: Final = {"non_field_errors": ["Users must have a phone number."], "code": "user_refused"}
UNSAVED: Final = {"non_field_errors": ["This can't be saved."], "code": "user_refused"}

NEEDY: Final[Mapping[str, list[Any]]] = {
    "ByPage": [400, RULED],
    "Phone": [400, UNSAVED],
    "WrittenPhone": [400, UNSAVED],
    "Named": [503],
}
"""Models whose users need more: how both ways answer somebody whom nobody knew. Somebody with an account is let in."""

CHECKED: Final[Mapping[str, str]] = {
    "Phone": "a Phone can't be saved without 'phone'. Unless create_user or save",
    "WrittenPhone": "the validators of WrittenPhone.phone refuse the usernames that Signet makes up.",
    "Needed": "a Needed can't be saved without 'company'. Unless create_user or save",
    "Named": "'company', which the sign-up doesn't ask for.",
}
"""What W090 and W091 say of some. A rule in the code of a manager is nothing that they can see."""

REFUSED: Final[Mapping[str, int]] = {
    "InactiveByManager": 401,
    "HiddenWhileInactive": 409,
    "Needed": 400,
    "Ruled": 400,
    "CleanedLater": 400,
    "Broken": 503,
}
"""Models that let nobody join: the answer."""


@pytest.fixture(scope="module")
def stories() -> Mapping[str, Any]:
    """The answers, by user model."""
    told = told_of((f"{one}:optional" for one in (*WHOLE, *NEEDY, *REFUSED)), "doors_settings")
    return {name.partition(":")[0]: story for name, story in told.items()}


@pytest.mark.parametrize("model", [*WHOLE, *NEEDY, *REFUSED])
def test_nothing_is_a_500(stories: Mapping[str, Any], model: str) -> None:
    """With any model."""
    assert "fault" not in stories[model], stories[model]["fault"]
    assert [step for step, status in statuses(stories[model]).items() if status == 500] == []


@pytest.mark.parametrize("model", WHOLE)
def test_nobody_needs_a_password(stories: Mapping[str, Any], model: str) -> None:
    """By a provider or by a mail: whoever comes is known when they come again, and may set a password and go."""
    told = stories[model]["told"]
    assert {step: told.get(step) for step in ENDS if told.get(step, [0])[0] != ENDS[step]} == {}


@pytest.mark.parametrize(("model", "answer"), NEEDY.items())
def test_a_model_that_needs_more_says_so(stories: Mapping[str, Any], model: str, answer: list[Any]) -> None:
    """Its users come in, and an account that somebody made with their address becomes theirs."""
    told = stories[model]["told"]
    assert {step: told[step][0] for step in TAKEN_OVER} == TAKEN_OVER
    assert (told["arrive"], told["code"]) == (answer, answer)


@pytest.mark.parametrize(("model", "problem"), CHECKED.items())
def test_the_checks_say_so_before(stories: Mapping[str, Any], model: str, problem: str) -> None:
    """Of both ways."""
    said = stories[model]["said"]
    assert problem in said["signet.W090"]
    assert problem in said["signet.W091"]


@pytest.mark.parametrize("model", WHOLE)
def test_the_checks_say_nothing_of_the_others(stories: Mapping[str, Any], model: str) -> None:
    """Except for a key that the model's ``save`` sets, which they can't see."""
    said = {"signet.W090", "signet.W091"}.intersection(stories[model]["said"])
    assert bool(said) is (model == "LinkedKey")


@pytest.mark.parametrize(("model", "status"), REFUSED.items())
def test_who_may_not_join_gets_no_token(stories: Mapping[str, Any], model: str, status: int) -> None:
    """What the project refuses, these ways refuse as well."""
    told = statuses(stories[model])
    assert (told["join"], told["joined"]) == (status, 401)
