"""A name that takes long to normalize is not normalized: whoever sends much gets nothing done with it."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model

from tests.accounts.person import Client, has_username, sign_up_body
from tests.conftest import PASSWORD

MARKS: Final = "a" + "\u0315\u0300" * 10_000
"""40 kB; 1 MB takes 600 times as long as this, which is minutes."""


def seconds(act: Callable[[], object]) -> float:
    """The time of the processor that *act* takes."""
    started = time.process_time()
    act()
    return time.process_time() - started


def answers_fast(send: Callable[[str], Any]) -> bool:
    """Whether the answer to `MARKS`, which has to be a refusal, comes sooner than they could be normalized."""
    send("ada")  # imports what it needs
    taken = seconds(lambda: send(MARKS))
    return taken < seconds(lambda: unicodedata.normalize("NFKC", MARKS)) / 2


@pytest.mark.django_db
def test_no_name_takes_long_at_sign_in(api: Client) -> None:
    """400 or 401."""

    def sign_in(name: str) -> None:
        sent = {get_user_model().USERNAME_FIELD: name, "password": PASSWORD}
        assert api.post("/api/token/", sent).status_code in {400, 401}

    assert answers_fast(sign_in)


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.django_db
def test_no_name_takes_long_at_sign_up(api: Client) -> None:
    """400 for what is too long."""

    def sign_up(name: str) -> None:
        answer = api.post("/api/users/", sign_up_body("new", username=name))
        assert answer.status_code == (201 if name == "ada" else 400)

    assert answers_fast(sign_up)
