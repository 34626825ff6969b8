"""
The whole story of an account with each user model: it ends as it should, or a check says before why it can't.

No project that passes the checks gets a 500 because of its user model or manager.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest

from tests.others.user_models.told import statuses, told_of

WHOLE: Final = (
    *(
        "ByPage",
        "ByEmail",
        "Named",
        "Username",
        "NoCreateUser",
        "Nothing",
        "Pair",
        "Unsaved",
        "Twice",
        "PasswordLookedAt",
        "Phone",
        "OwnKey",
        "LeftOut",
    ),
    *("Employee", "Proxy", "LinkedKey", "SoftlyDeleted", "Peppered", "OwnTable"),
)
"""Models that work with everything."""

ENDS: Final[Mapping[str, int]] = {
    "sign up": 201,
    "activate": 204,
    "activate again": 204,
    "sign in": 200,
    "me": 200,
    "rename": 200,
    "other key": 400,
    "password": 204,
    "ask for reset": 204,
    "reset": 204,
    "sign in again": 200,
    "address": 204,
    "confirm": 204,
    "last sign in": 200,
    "delete": 204,
    "gone": 401,
    "sign up anew": 201,
    "activate anew": 204,
}
"""How each step of theirs is answered."""

INACTIVE: Final = ("InactiveByManager", "InactiveByDefault", "InactiveBySignal", "HiddenWhileInactive")
"""The link works, and nobody signs in before the project says so."""

CHECKED: Final[Mapping[str, tuple[str, str]]] = {
    "NaturalKeyMissing": ("signet.E037", "has no method get_by_natural_key"),
    "OtherNames": ("signet.E036", "create_user requires 'mailbox', which the sign-up doesn't ask for"),
    "Staffless": ("signet.E036", "UserManager, and sets 'is_staff' and 'is_superuser', but there is no such field"),
    "Async": ("signet.E036", "create_user is async"),
    "NoAddress": ("signet.E017", "has no field 'email'"),
    "Elsewhere": ("signet.E017", "has no column of text 'mailbox'"),
    "SaveInsists": ("signet.E038", "missing a required argument: 'editor'"),
    "NoPassword": ("signet.E036", "has no field 'password'"),
    "Files": ("signet.E036", "'picture' is a file"),
    "Many": ("signet.E036", "'companies' is many-to-many"),
}
"""Models that a check refuses, and its message."""

REFUSED: Final[Mapping[str, tuple[str, int, Any]]] = {
    "Ruled": ("activate", 400, {"non_field_errors": ["Users must have a phone number."], "code": "user_refused"}),
    "Cleaned": ("activate", 400, {"non_field_errors": ["This field cannot be blank."], "code": "user_refused"}),
    "CleanedLater": (
        "password",
        400,
        {"non_field_errors": ["Nothing can be changed any more."], "code": "user_refused"},
    ),
    "Needed": ("activate", 400, {"non_field_errors": ["This can't be saved."], "code": "user_refused"}),
    "Broken": ("activate", 503, None),
    "Looking": ("activate", 503, None),
}
"""Models whose own code or table refuses something or fails: the step, and the answer."""

WARNED: Final[Mapping[str, str]] = {
    "InactiveByDefault": "signet.W036",
    "HiddenWhileInactive": "signet.W036",
    "LinkedKey": "signet.W037",
    "Needed": "signet.W037",
}
"""Models that a check warns about."""

AT_ONCE: Final = ("Username", "InactiveByManager", "Ruled", "Needed", "Broken")
"""Models that also play with EMAIL_VERIFICATION "optional", with which the sign-up makes the user."""

BY_RECEIVER: Final = "InactiveByManager:mandatory:email_verified"
"""The same with the receiver of the page, which makes users active."""

MANDATORY: Final = (*WHOLE, *INACTIVE, *CHECKED, *REFUSED)


@pytest.fixture(scope="module")
def stories() -> Mapping[str, Any]:
    """The messages of the checks and the answers, by user model and EMAIL_VERIFICATION. All are played in one go."""
    played = [*(f"{one}:mandatory" for one in MANDATORY), *(f"{one}:optional" for one in AT_ONCE), BY_RECEIVER]
    return told_of(played)


@pytest.mark.parametrize(
    "played", [*(f"{one}:mandatory" for one in MANDATORY), *(f"{one}:optional" for one in AT_ONCE)]
)
def test_nothing_is_a_500(stories: Mapping[str, Any], played: str) -> None:
    """With any model, and any text as the name."""
    story = stories[played]
    assert "fault" not in story, story["fault"]
    assert [step for step, status in statuses(story).items() if status == 500] == []
    assert {status for step, status in statuses(story).items() if step.startswith("odd name")} <= {401}


@pytest.mark.parametrize("model", WHOLE)
def test_an_account_lives_from_sign_up_to_deletion(stories: Mapping[str, Any], model: str) -> None:
    """Each step is answered as with Django's own model, and the address is free afterwards."""
    told = stories[f"{model}:mandatory"]["told"]
    assert {step: told[step] for step in ENDS if told[step][0] != ENDS[step]} == {}


@pytest.mark.parametrize(("model", "expected"), CHECKED.items())
def test_a_check_refuses(stories: Mapping[str, Any], model: str, expected: tuple[str, str]) -> None:
    """It says what is wrong."""
    assert expected[1] in stories[f"{model}:mandatory"]["said"][expected[0]]


@pytest.mark.parametrize("model", [one for one in MANDATORY if one not in CHECKED])
def test_a_check_warns_of_some(stories: Mapping[str, Any], model: str) -> None:
    """It says nothing about the others."""
    assert [*stories[f"{model}:mandatory"]["said"]] == ([WARNED[model]] if model in WARNED else [])


@pytest.mark.parametrize(("model", "expected"), REFUSED.items())
def test_the_projects_own_rules_are_an_answer(
    stories: Mapping[str, Any], model: str, expected: tuple[str, int, Any]
) -> None:
    """The answer has its words if they are for people; if its code fails, the log has them."""
    step, status, body = expected
    assert stories[f"{model}:mandatory"]["told"][step] == [status, *([] if body is None else [body])]


@pytest.mark.parametrize("model", INACTIVE)
def test_the_link_of_an_inactive_user_works(stories: Mapping[str, Any], model: str) -> None:
    """It makes the user, who stays inactive. Followed again, it says the same."""
    told = statuses(stories[f"{model}:mandatory"])
    assert (told["sign up"], told["activate"], told["activate again"], told["sign in"]) == (201, 204, 204, 401)


def test_the_same_holds_for_users_who_are_made_at_once(stories: Mapping[str, Any]) -> None:
    """The refusal is that of the sign-up; the link verifies the address of a user who was inactive from the start."""
    told = {model: stories[f"{model}:optional"]["told"] for model in AT_ONCE}
    assert (told["Username"]["sign in"][0], told["Username"]["delete"][0]) == (200, 204)
    assert told["Ruled"]["sign up"] == [
        400,
        {"non_field_errors": ["Users must have a phone number."], "code": "user_refused"},
    ]
    assert told["Needed"]["sign up"] == [400, {"non_field_errors": ["This can't be saved."], "code": "user_refused"}]
    assert told["Broken"]["sign up"] == [503]
    inactive = told["InactiveByManager"]
    assert (inactive["sign up"][0], inactive["activate"][0], inactive["sign in"][0]) == (201, 204, 401)


def test_a_receiver_makes_them_active(stories: Mapping[str, Any]) -> None:
    """The receiver of the page: after following the link, users that the manager made inactive can sign in."""
    told = statuses(stories[BY_RECEIVER])
    assert {step: told[step] for step in ENDS if told[step] != ENDS[step]} == {}
