"""Asking and guessing reveal nothing about an address: known or not, disabled or not, verified or not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drf_signet.mailed_codes.models import MailedCode
from tests.accounts.askers import KINDS, NEVER, assert_alike
from tests.accounts.changed import signet
from tests.accounts.person import make_person
from tests.mailed_codes.asking import ask, confirm, device


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    make_person("known")
    make_person("disabled", is_active=False)
    make_person("unverified", is_verified=False)
    make_person("keyless", password=None)
    mail.outbox.clear()


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("dispatcher", [NEVER, None])
def test_asking_reveals_nothing(is_open: bool, dispatcher: str | None) -> None:
    """The same status and body, but for the random request, as many statements, and a row for each."""
    answers: dict[str, Any] = {}
    statements: dict[str, list[str]] = {}
    with signet(MAIL_DISPATCHER=dispatcher, SIGN_IN_CODE_SIGN_UP=is_open):
        for kind in KINDS:
            with CaptureQueriesContext(connection) as queries:
                answers[kind] = ask(device(), kind)
            statements[kind] = [one["sql"].split(" ")[0] for one in queries]
    bodies = {kind: {**one.json(), "request": len(one.json()["request"])} for kind, one in answers.items()}
    assert {one.status_code for one in answers.values()} == {200}
    assert all(one == bodies["unknown"] for one in bodies.values()), bodies
    assert all(one == statements["unknown"] for one in statements.values()), statements
    assert MailedCode.objects.count() == len(KINDS)


def test_guessing_reveals_nothing() -> None:
    """Until the code can't be used any more, and then."""
    with signet(MAIL_DISPATCHER=NEVER):
        requests = {kind: ask(device(), kind).json()["request"] for kind in KINDS}
    for _ in range(5):
        answers, statements = {}, {}
        for kind, request in requests.items():
            with CaptureQueriesContext(connection) as queries:
                answers[kind] = confirm(device(), request, "ABCDEF")
            statements[kind] = len(queries)
        assert_alike(answers, 400)
        assert set(statements.values()) == {2}, statements
    assert_alike({kind: confirm(device(), request, "ABCDEF") for kind, request in requests.items()}, 400)


def test_too_many_guesses_reveal_nothing() -> None:
    """An address is locked, whether or not somebody has it."""
    cache.clear()
    with signet(MAIL_DISPATCHER=NEVER, THROTTLE_RATES={"sign_in_account_ip": "2/h"}):
        requests = {kind: ask(device(), kind).json()["request"] for kind in KINDS}
        for _ in range(2):
            for request in requests.values():
                confirm(device(), request, "ABCDEF")
        answers = {kind: confirm(device(), request, "ABCDEF") for kind, request in requests.items()}
    assert {one.status_code for one in answers.values()} == {429}
    assert len({one.content for one in answers.values()}) <= 2  # the seconds to wait may have changed meanwhile


def test_only_those_who_may_sign_in_get_a_mail() -> None:
    """Anyone who signs up by it, too, where that is open."""
    for kind in KINDS:
        ask(device(), kind)
    recipients = sorted(address for one in mail.outbox for address in one.recipients())
    assert recipients == ["keyless@example.com", "known@example.com", "unverified@example.com"]
    mail.outbox.clear()
    with signet(SIGN_IN_CODE_SIGN_UP=True):
        ask(device(), "unknown")
    assert [one.recipients() for one in mail.outbox] == [["unknown@example.com"]]
