"""Several that open an account without a password at once, or take one over: none is a fault, and one wins."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import EmailAddress
from drf_signet.accounts.passwordless import open_passwordless, take_over_unproven
from drf_signet.accounts.testing import token_in
from drf_signet.errors import AddressTakenError, UserNotFoundError
from tests.accounts.each_database import database, databases, on_mariadb  # noqa: F401  # fixtures
from tests.accounts.person import NEW_PASSWORD, address_of, has_username, make_person, sign_up_body
from tests.stand_ins.crowd import together

ROUNDS = 3


def opened(address: str) -> str:
    """What came of it: the name of the new user, or that of the error."""
    try:
        return open_passwordless({"email": address}, timezone.now(), is_verified=True).get_username()
    except AddressTakenError as error:
        return error.code


@pytest.mark.parametrize("crowd", [2, 16])
def test_of_many_with_one_address_one_is_opened(crowd: int) -> None:
    """The others are told that it is somebody's."""
    for number in range(ROUNDS):
        address = f"new{number}@example.com"
        answers = together(crowd, lambda which, address=address: opened(address))  # type: ignore[misc]
        assert answers.count("address_taken") == crowd - 1
        assert get_user_model()._default_manager.filter(email=address).count() == 1
        assert EmailAddress.objects.filter(address=address).count() == 1


@pytest.mark.parametrize("crowd", [2, 8])
def test_many_whose_names_would_be_alike_are_all_opened(crowd: int) -> None:
    """With names of their own."""
    for number in range(ROUNDS):
        answers = together(
            crowd,
            lambda which, number=number: opened(f"ada{number}@{which}.example.com"),  # type: ignore[misc]
        )
        assert len(set(answers)) == crowd, answers
        assert "address_taken" not in answers
        if has_username():
            assert all(one.startswith(f"ada{number}") for one in answers), answers


@pytest.mark.parametrize("crowd", [2, 8])
def test_a_sign_up_whose_link_is_followed_meanwhile_makes_one_account(crowd: int) -> None:
    """Whichever was first."""
    for number in range(ROUNDS):
        address = f"new{number}@example.com"
        APIClient().post("/api/users/", sign_up_body(f"other{number}", email=address))
        token = token_in(mail.outbox[-1])

        def act(which: int, address: str = address, token: str = token) -> object:
            if which % 2:
                return opened(address)
            return APIClient(raise_request_exception=False).post("/api/users/activation/", {"token": token}).status_code

        answers = together(crowd, act)
        assert set(answers) <= {204, 400, "address_taken", *(one for one in answers if isinstance(one, str))}
        assert get_user_model()._default_manager.filter(email=address).count() == 1


def test_of_many_who_take_an_account_over_each_finds_it_theirs() -> None:
    """Also while its maker follows links of it: whatever is answered, no password of theirs is left."""
    for number in range(ROUNDS):
        person = make_person(f"ada{number}", is_verified=False)
        EmailAddress.objects.create(user=person, address=address_of(f"ada{number}"))
        reset = make_token(Purpose.PASSWORD_RESET, person, timezone.now())
        move = make_token(Purpose.EMAIL_CHANGE, person, timezone.now(), new_address=f"moved{number}@example.com")

        def act(which: int, person: Any = person, reset: str = reset, move: str = move) -> object:
            client = APIClient(raise_request_exception=False)
            if which == 1:
                body = {"token": reset, "new_password": NEW_PASSWORD}
                return client.post("/api/users/reset_password_confirm/", body).status_code
            if which == 2:
                return client.post("/api/users/set_email_confirm/", {"token": move}).status_code
            own = get_user_model()._default_manager.get(pk=person.pk)
            if own.email != person.email:
                return "moved"
            try:
                take_over_unproven(own, timezone.now())
            except (UserNotFoundError, AddressTakenError) as error:
                return error.code
            return "taken over"

        answers = together(8, act)
        assert set(answers) <= {204, 400, "moved", "taken over", "user_not_found"}, Counter(answers)
        person.refresh_from_db()
        claim = EmailAddress.objects.get(user=person)
        assert (claim.address, claim.verified_at is not None) == (person.email, True)
        # If the maker was first, they have the account elsewhere, and nobody takes it over.
        assert ("taken over" in answers) == (person.email == address_of(f"ada{number}"))
        assert (answers[2] == 204) == (person.email == f"moved{number}@example.com")
