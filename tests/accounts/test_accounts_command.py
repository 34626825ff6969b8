"""
`manage.py accounts`: users from before verification, sign-ups that nobody opened, and mails that wait.
"""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.models import EmailAddress, PendingSignUp, WaitingMail
from tests.accounts.hearing import hearing
from tests.accounts.person import Client, Person, credentials, find_person, has_username, make_person, sign_up_body
from tests.accounts.waiting import FAILURES, let_wait


def run(*arguments: str) -> str:
    """The output of the command."""
    out = StringIO()
    call_command("accounts", *arguments, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def elders(db: None) -> list[Person]:
    """Users from before accounts."""
    return [make_person(name, is_verified=False) for name in ("ada", "grace", "edith")]


@pytest.mark.django_db(transaction=True)
def test_the_named_addresses_are_verified(api: Client, elders: list[Person]) -> None:
    """Addresses may be in any case. Then their users can sign in, and nobody else."""
    with hearing() as heard:
        assert run("verify", "ADA@example.com", "grace@example.com") == "Done: 2 addresses verified.\n"
    assert [is_verified(one) for one in elders] == [True, True, False]
    assert heard == [("email_verified", one.pk) for one in elders[:2]]
    assert [api.post("/api/token/", credentials(one)).status_code for one in elders] == [200, 200, 401]


def test_everybody_is_verified(elders: list[Person]) -> None:
    """The second run changes nothing."""
    if has_username():
        make_person("nameless", email="", is_verified=False)
    assert run("verify", "--all") == "Done: 3 addresses verified.\n"
    assert [is_verified(one) for one in elders] == [True, True, True]
    before = list(EmailAddress.objects.order_by("address").values())
    with hearing() as heard:
        run("verify", "--all")
    assert heard == []
    assert list(EmailAddress.objects.order_by("address").values()) == before


def test_an_address_of_nobody_is_an_error(elders: list[Person]) -> None:
    """In words."""
    with pytest.raises(CommandError, match=r"No user has the address nobody@example\.com\."):
        run("verify", "nobody@example.com")


@pytest.mark.django_db
def test_a_sign_up_is_opened(api: Client) -> None:
    """It helps somebody whom no mail reaches. An address with several sign-ups is an error."""
    body = sign_up_body()
    api.post("/api/users/", body)
    assert run("verify", "ADA@example.com") == "Done: 1 address verified.\n"
    assert is_verified(find_person())
    for name in ("grace", "mallory"):
        api.post("/api/users/", sign_up_body(name, email="grace@example.com"))
    with pytest.raises(CommandError, match=r"Several sign-ups have the address grace@example\.com\."):
        run("verify", "grace@example.com")


@pytest.mark.django_db
def test_a_sign_up_whose_name_is_given_away_is_not_opened(api: Client) -> None:
    """An error in words."""
    api.post("/api/users/", sign_up_body())
    PendingSignUp.objects.update(address="new@example.com")
    make_person()
    with pytest.raises(
        CommandError, match=r"Another user already has a unique value of the sign-up of new@example\.com\."
    ):
        run("verify", "new@example.com")


@pytest.mark.django_db
@pytest.mark.parametrize("batch", ["1", "2", "1000"])
def test_what_has_expired_is_deleted(api: Client, batch: str) -> None:
    """A batch at a time; the rest waits."""
    for name in ("ada", "grace", "edith"):
        api.post("/api/users/", sign_up_body(name))
    PendingSignUp.objects.exclude(address="ada@example.com").update(expires_at="2020-01-01T00:00:00Z")
    lines = run("purge", "--batch", batch).splitlines()
    assert lines[-1] == "Done: 2 sign-ups and 0 accounts deleted."
    assert len(lines) == (3 if batch == "1" else 2)
    assert [one.address for one in PendingSignUp.objects.all()] == ["ada@example.com"]


def test_a_ban_is_not_lifted(elders: list[Person]) -> None:
    """A verified address doesn't lift it."""
    elders[0].is_active = False
    elders[0].save()
    run("verify", elders[0].email)
    elders[0].refresh_from_db()
    assert not elders[0].is_active


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments", [(), ("verify",), ("verify", "--all", "ada@example.com"), ("forget", "--all")], ids=" ".join
)
def test_what_to_verify_has_to_be_said(arguments: tuple[str, ...]) -> None:
    """Name everybody, or some, but not both: otherwise an error comes before anything is written."""
    person = make_person(is_verified=False)
    with pytest.raises(CommandError):
        run(*arguments)
    assert not is_verified(person)


@pytest.mark.django_db
def test_waiting_mails_are_reported() -> None:
    """Their number, for how long they wait and why, but no address."""
    assert run("mails") == "No e-mail is waiting.\n"
    let_wait(email="ada@example.com", now=timezone.now() - timedelta(minutes=5, seconds=1))
    assert run("mails") == "1 e-mail waits; the oldest has waited for 5\xa0minutes.\n"
    for reason in ("TimeoutError", "SMTPDataError", "TimeoutError"):
        WaitingMail.objects.filter(pk=let_wait(email="ada@example.com").pk).update(last_error=reason)
    assert run("mails") == (
        "4 e-mails wait; the oldest has waited for 5\xa0minutes.\n  2 e-mails failed so far: TimeoutError\n  1 e-mail "
        "failed so far: SMTPDataError\n"
    )


@pytest.mark.django_db
def test_waiting_mails_are_sent() -> None:
    """For projects whose processes don't live long."""
    FAILURES.clear()
    for _ in range(2):
        let_wait()
    assert run("mails", "--send") == "Done: 2 e-mails sent.\nNo e-mail is waiting.\n"


@pytest.mark.django_db
def test_a_server_that_is_away_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """The command stops when the server is away, and the rest stays. It also reports mails that it gave up."""
    FAILURES[:] = [TypeError(), OSError()]
    for _ in range(5):
        let_wait()
    with pytest.raises(CommandError, match="is away"):
        run("mails", "--send")
    assert capsys.readouterr().err == "Given up: 1 e-mail. The log says why.\n"
    assert WaitingMail.objects.count() == 4
