"""Several requests at once with one code or link: one of them signs in, and none is a 500. On each database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from drf_signet.mailed_codes.codes import code_of, digest_of, new_request, token_of
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.rows import LIFETIME, TRIES
from drf_signet.sessions.models import Session
from tests.accounts.askers import NEVER
from tests.accounts.changed import signet
from tests.accounts.each_database import database, databases, on_mariadb
from tests.accounts.person import address_of, make_person
from tests.mailed_codes.asking import asked, confirm, device, follow, wrong
from tests.stand_ins.crowd import together

__all__ = ["database", "databases", "on_mariadb"]

CROWD = 16
ROUNDS = 3


@pytest.fixture(autouse=True)
def _no_codes(database: str) -> Iterator[None]:
    yield
    MailedCode.objects.all().delete()


def mailed(name: str) -> tuple[str, MailedCode]:
    """A code that was mailed to somebody called *name*, and its request."""
    request, now = new_request(), timezone.now()
    row = MailedCode.objects.create(
        address=address_of(name),
        request_digest=digest_of(request),
        created_at=now,
        expires_at=now + LIFETIME,
        mailed_at=now,
    )
    return request, row


def confirmed(request: str, code: str, which: int) -> int:
    """The status of the answer to *code*."""
    return int(confirm(device(), request, code).status_code)


def followed(request: str, token: str, which: int) -> int:
    """The status of the answer to the link, from the browser that asked or from another one."""
    said: dict[str, object] = {"confirmed": True} if which % 2 else {"request": request}
    return int(follow(device(), token, **said).status_code)


def test_one_code_opens_one_session() -> None:
    """The others come too late, or have no try left."""
    for number in range(ROUNDS):
        ada = make_person(f"ada{number}")
        request, row = mailed(f"ada{number}")
        answers = together(CROWD, partial(confirmed, request, code_of(row)))
        assert Counter(answers) == {200: 1, 400: CROWD - 1}
        assert Session.objects.filter(user=ada).count() == 1


def test_one_link_opens_one_session() -> None:
    """In whichever browser."""
    for number in range(ROUNDS):
        ada = make_person(f"ada{number}")
        request, row = mailed(f"ada{number}")
        answers = together(CROWD, partial(followed, request, token_of(row)))
        assert Counter(answers) == {200: 1, 400: CROWD - 1}
        assert Session.objects.filter(user=ada).count() == 1


def test_the_code_and_the_link_open_one_session() -> None:
    """They are of one row."""
    ada = make_person()
    request, row = mailed("ada")
    code, token = code_of(row), token_of(row)

    def enter(which: int) -> int:
        answer = confirm(device(), request, code) if which % 2 else follow(device(), token, request=request)
        return int(answer.status_code)

    assert Counter(together(CROWD, enter)) == {200: 1, 400: CROWD - 1}
    assert Session.objects.filter(user=ada).count() == 1


def test_guesses_at_once_have_five_tries() -> None:
    """No two of them are counted as one."""
    make_person()
    request, row = mailed("ada")
    guess = wrong(code_of(row))
    answers = together(CROWD, lambda _: confirm(device(), request, guess).json()["code"])
    assert Counter(answers) == {"code_invalid": TRIES, "code_expired": CROWD - TRIES}
    row.refresh_from_db()
    assert row.tries == TRIES


def test_codes_for_one_new_address_open_one_account() -> None:
    """Each of them signs in: all were read by the owner of the mailbox."""
    codes = [mailed("new") for _ in range(8)]

    def enter(which: int) -> int:
        request, row = codes[which]
        return int(confirm(device(), request, code_of(row)).status_code)

    with signet(SIGN_IN_CODE_SIGN_UP=True):
        assert Counter(together(len(codes), enter)) == {200: len(codes)}
    assert get_user_model()._default_manager.count() == 1


def test_many_may_ask_at_once() -> None:
    """Each gets a request of its own."""
    make_person()
    with signet(MAIL_DISPATCHER=NEVER):
        requests = together(8, lambda _: asked(device()))
    assert len({*requests}) == MailedCode.objects.count() == 8
