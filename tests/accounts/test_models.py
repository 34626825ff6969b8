"""The table of addresses: as the migration makes it, one claim a user, one user an address."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from drf_signet.accounts.models import EmailAddress
from tests.accounts.person import Person


def test_no_migration_is_missing(db: None) -> None:
    """With whichever user model."""
    call_command("makemigrations", "signet_accounts", check=True, dry_run=True, verbosity=0)


def test_an_address_is_claimed_once(person: Person, unverified: Person) -> None:
    """The database says so, whoever is first."""
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.create(user=unverified, address=person.email)


def test_a_user_has_one_claim(person: Person) -> None:
    """The primary key is the user's."""
    claim = EmailAddress.objects.get()
    assert claim.pk == person.pk
    assert claim == person.signet_email_address
    assert str(claim) == "ada@example.com"


@pytest.mark.django_db(transaction=True)
def test_labels_change_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    """The migration is for the words of the admin alone, so the previous version serves on."""
    call_command("sqlmigrate", "signet_accounts", "0007", no_color=True)
    written = capsys.readouterr().out.splitlines()
    assert [line for line in written if line and not line.startswith(("--", "BEGIN", "COMMIT"))] == []
