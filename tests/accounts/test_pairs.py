"""
No sequence of requests reveals whose an address is: every pair of them, and many longer rows.

They ask about the address of somebody of each kind. The tests compare what a client sees of every answer: status, body,
headers, and what takes time, that is, the number of statements and of hashed passwords.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounts.askers import KINDS, NEVER
from tests.accounts.changed import signet
from tests.accounts.person import make_person
from tests.accounts.questions import QUESTIONS, ask_in_turn
from tests.accounts.test_enumeration import EMAIL_BACKEND

pytestmark = pytest.mark.usefixtures("people", "noon")
BACKENDS = pytest.mark.parametrize("backend", ["django.contrib.auth.backends.ModelBackend", EMAIL_BACKEND])


@pytest.fixture(autouse=True)
def _somebody_else(people: None) -> None:
    """Somebody who may ask while they are signed in."""
    make_person("asking")


def compare(names: tuple[str, ...], backend: str, hashed: list[str]) -> None:
    """Ask *names* in turn about each kind, without their mails, which a stranger doesn't see."""
    with signet(MAIL_DISPATCHER=NEVER), override_settings(AUTHENTICATION_BACKENDS=[backend]):
        seen = {kind: ask_in_turn(names, kind, hashed) for kind in KINDS}
    for number, name in enumerate(names):
        answers = {kind: one[number] for kind, one in seen.items()}
        assert answers == dict.fromkeys(KINDS, answers["unknown"]), (names, name)


@pytest.mark.parametrize("first", QUESTIONS)
def test_no_pair_of_requests_reveals_whose_an_address_is(first: str, hashed: list[str]) -> None:
    """Each question after each. (With the backend that looks up more.)"""
    for pair in product([first], QUESTIONS):
        compare(pair, EMAIL_BACKEND, hashed)


@BACKENDS
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(list(QUESTIONS)), min_size=3, max_size=7))
def test_no_row_of_requests_reveals_whose_an_address_is(names: list[str], backend: str, hashed: list[str]) -> None:
    """Three to seven questions in any order."""
    compare(tuple(names), backend, hashed)


def test_the_questions_are_answered(hashed: list[str]) -> None:
    """The answers are alike although not each is a refusal."""
    with signet(MAIL_DISPATCHER=NEVER):
        asked = ("sign-up", "sign-in-by-address", "set-email", "sign-in-with-a-wrong-password", "resend")
        statuses = [one.answer[0] for one in ask_in_turn(asked, "known", hashed)]
        contents = [one.answer[1] for one in ask_in_turn(asked, "known", hashed)]
    assert statuses == [201, 401, 204, 401, 204]
    assert b"email_not_verified" in contents[1]
    assert b"no_active_account" in contents[3]
