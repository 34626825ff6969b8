"""Accounts that sign-ups of an earlier version made: their links are good, and no owner gets a stranger's names."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import EmailAddress
from tests.accounts.changed import signet
from tests.accounts.joining import follow
from tests.accounts.mails import html_of, last_token
from tests.accounts.person import (
    NEW_PASSWORD,
    Client,
    Person,
    address_of,
    find_person,
    has_username,
    make_person,
    sign_in,
    sign_up_body,
)

NAMES: dict[str, Any] = {"first_name": "Evil", "last_name": "Twin"} if has_username() else {"full_name": "Evil Twin"}
FOUND = "You are the first to confirm this address."


def made_before(name: str = "mallory", **fields: object) -> Person:
    """A user as a sign-up with somebody's address made them."""
    person = make_person(name, is_verified=False, **{**NAMES, **fields})
    EmailAddress.objects.create(user=person, address=person.email)
    return person


@pytest.fixture
def found(db: None) -> Person:
    """Such a user."""
    return made_before()


def reset(api: Client, person: Person) -> None:
    """The owner of the address gets a new password."""
    api.post("/api/users/reset_password/", {"email": person.email})
    body = {"token": last_token(), "new_password": NEW_PASSWORD}
    assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
    person.refresh_from_db()


def names_of(person: Person) -> dict[str, str]:
    """What the sign-up chose."""
    return {name: getattr(person, name) for name in NAMES}


def run(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("accounts", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_its_link_opens_it(api: Client, found: Person) -> None:
    """As it was mailed; what the user chose stays."""
    follow(api, make_token(Purpose.ACTIVATION, found, timezone.now()))
    found.refresh_from_db()
    assert names_of(found) == NAMES
    sign_in(found)


def test_who_resets_its_password_gets_no_strangers_names(api: Client, found: Person) -> None:
    """They are empty, and the mail says what the account is called, and what to do."""
    reset(api, found)
    assert names_of(found) == dict.fromkeys(NAMES, "")
    assert found.get_username() == ("mallory" if has_username() else address_of("mallory"))
    for part in (str(mail.outbox[-1].body), html_of(mail.outbox[-1])):
        assert FOUND in part
        assert f"Its username is {found.get_username()}." in part
    assert sign_in(found, NEW_PASSWORD).get("/api/users/me/").json()["email_verified"] is True


def test_who_signs_up_gets_there_as_well(api: Client, found: Person) -> None:
    """By the link in the mail that tells them of the account."""
    api.post("/api/users/", sign_up_body("owner", email=found.email))
    body = {"token": last_token(), "new_password": NEW_PASSWORD}
    assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
    assert names_of(find_person("mallory")) == dict.fromkeys(NAMES, "")


@pytest.mark.parametrize("how", ["proved", "used", "made-by-an-administrator", "needs-no-proof"])
def test_names_of_others_stay(api: Client, db: None, how: str) -> None:
    """Whoever wrote them had proved the address or the right to, or the account is in use."""
    with signet(EMAIL_VERIFICATION="optional" if how in ("used", "needs-no-proof") else "mandatory"):
        person = make_person("mallory", **NAMES) if how == "proved" else made_before()
        if how == "made-by-an-administrator":
            EmailAddress.objects.all().delete()
        if how == "used":
            sign_in(person)
    with signet(EMAIL_VERIFICATION="optional" if how == "needs-no-proof" else "mandatory"):
        reset(api, person)
    assert names_of(person) == NAMES
    assert FOUND not in str(mail.outbox[-1].body)


def test_they_are_deleted_by_the_command(db: None) -> None:
    """And nobody else is: not who has proved the address, was made by an administrator, or was seen here."""
    made_before("grace")
    old = made_before("edith")
    if has_username():
        get_user_model()._default_manager.filter(pk=old.pk).update(date_joined="2020-01-01T00:00:00Z")
    make_person("proved")
    make_person("by-hand", is_verified=False)
    made_before("staff", is_staff=True)
    with signet(EMAIL_VERIFICATION="optional"):
        sign_in(made_before("seen"))
    assert run("purge") == "Done: 0 sign-ups and 0 accounts deleted.\n"
    # Where the model says when they joined, those whose link is still good are left.
    deleted = ["edith"] if has_username() else ["edith", "grace"]
    said = run("purge", "--unproven")
    assert said.endswith(f"Done: 0 sign-ups and {len(deleted)} accounts deleted.\n")
    left = {one.email for one in get_user_model()._default_manager.all()}
    everybody = {"grace", "edith", "proved", "by-hand", "staff", "seen"}
    assert left == {address_of(one) for one in everybody.difference(deleted)}


@pytest.mark.parametrize("mode", ["optional", "none"])
def test_accounts_that_need_no_proof_are_not_deleted(found: Person, mode: str) -> None:
    """They may be in use."""
    with signet(EMAIL_VERIFICATION=mode), pytest.raises(CommandError, match='needs EMAIL_VERIFICATION "mandatory"'):
        run("purge", "--unproven")
    assert get_user_model()._default_manager.count() == 1
