"""Good input is taken as it is: names in any script, passwords of anything, and addresses in one spelling."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from tests.accounts import bad_input
from tests.accounts.bad_input import MISSING
from tests.accounts.endpoints import ENDPOINTS, NAME, Endpoint, send
from tests.accounts.joining import follow, join
from tests.accounts.mails import last_token
from tests.accounts.person import Client, Person, has_username, make_person, sign_up_body

pytestmark = pytest.mark.usefixtures("unlimited")


@pytest.mark.parametrize("endpoint", [pytest.param(endpoint, id=name) for name, endpoint in ENDPOINTS.items()])
def test_what_is_good_is_taken(person: Person, endpoint: Endpoint) -> None:
    """So that the refusals below are for the one field that is changed."""
    assert send(endpoint, person).status_code in {200, 201, 204}


@pytest.mark.skipif(not has_username(), reason="the full name is required")
@pytest.mark.parametrize("value", [MISSING, "", "  "])
def test_a_name_may_be_left_out(api: Client, person: Person, value: object) -> None:
    """Not everybody has two."""
    assert send(ENDPOINTS["sign-up"], person, first_name=value, last_name=value).status_code == 201
    follow(api, last_token())
    assert get_user_model()._default_manager.get(email="new@example.com").first_name == ""


@pytest.mark.parametrize("value", bad_input.GOOD_NAMES.values(), ids=bad_input.GOOD_NAMES)
@pytest.mark.parametrize("endpoint", ["sign-up", "me"])
def test_a_name_may_be_in_any_script(api: Client, person: Person, endpoint: str, value: object) -> None:
    """It is stored as it was sent: also joiners, which Persian and emoji can't be written without."""
    changes: dict[str, Any] = {NAME: value}
    answer = send(ENDPOINTS[endpoint], person, **changes)
    assert answer.status_code in {200, 201}, answer.content
    if endpoint == "sign-up":
        follow(api, last_token())
    email = "new@example.com" if endpoint == "sign-up" else "ada@example.com"
    assert getattr(get_user_model()._default_manager.get(email=email), NAME) == str(value)


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.parametrize(("sent", "stored_as"), bad_input.GOOD_USERNAMES.values(), ids=bad_input.GOOD_USERNAMES)
@pytest.mark.django_db
def test_a_username_is_stored_normalized(api: Client, sent: object, stored_as: str) -> None:
    """So that two spellings of one name are one name."""
    assert api.post("/api/users/", sign_up_body("new", username=sent)).status_code == 201
    before = api.post("/api/users/", sign_up_body("other", username=sent))
    follow(api, last_token())
    assert get_user_model()._default_manager.get(email="new@example.com").get_username() == stored_as
    after = api.post("/api/users/", sign_up_body("other", username=sent))
    assert (before.status_code, before.content) == (after.status_code, after.content)
    assert (after.status_code, list(after.json())) == (400, ["username", "code"])


@pytest.mark.parametrize(("sent", "stored_as"), bad_input.GOOD_ADDRESSES.values(), ids=bad_input.GOOD_ADDRESSES)
@pytest.mark.django_db
def test_an_address_is_stored_in_lower_case(api: Client, sent: str, stored_as: str) -> None:
    """And the mail goes there."""
    join(api, "new", email=sent)
    assert get_user_model()._default_manager.get().email == stored_as
    assert mail.outbox[-1].to == [stored_as]


@pytest.mark.parametrize("value", bad_input.GOOD_PASSWORDS.values(), ids=bad_input.GOOD_PASSWORDS)
@pytest.mark.parametrize("endpoint", ["sign-up", "set-password", "confirm"])
def test_a_password_may_hold_anything(api: Client, person: Person, endpoint: str, value: object) -> None:
    """Up to 1,024 characters, and each of them counts."""
    field = "password" if endpoint == "sign-up" else "new_password"
    changes: dict[str, Any] = {field: value}
    answer = send(ENDPOINTS[endpoint], person, **changes)
    assert answer.status_code in {201, 204}, answer.content
    if endpoint == "sign-up":
        follow(api, last_token())
    email = "new@example.com" if endpoint == "sign-up" else "ada@example.com"
    changed: Any = get_user_model()._default_manager.get(email=email)
    assert changed.check_password(str(value))
    assert not changed.check_password(str(value)[:-1])
    assert not changed.check_password(str(value).strip()) or str(value).strip() == str(value)


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.parametrize("name", ["make_person", "PERSON", "ada"])
@pytest.mark.django_db
def test_any_ordinary_name_is_free(api: Client, name: str) -> None:
    """Unless somebody has it."""
    make_person("grace")
    assert api.post("/api/users/", sign_up_body("new", username=name)).status_code == 201
