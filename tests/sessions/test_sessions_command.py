"""`manage.py sessions purge`: what it prints, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from drf_signet.sessions.models import Session


def run(*arguments: str) -> list[str]:
    """The lines that the command prints."""
    out = StringIO()
    call_command("sessions", *arguments, stdout=out, no_color=True)
    return out.getvalue().splitlines()


def test_a_purge_tells_how_far_it_is(user: User) -> None:
    """A line for each batch, with the sum so far, and one when it is done."""
    moment = timezone.now() - timedelta(days=2)
    times = dict.fromkeys(("rotated_at", "token_expires_at", "created_at", "expires_at"), moment)
    fields = {"user_id": user.pk, "auth_hash": "", **times}
    Session.objects.bulk_create(Session(**fields) for _ in range(5))
    assert run("purge", "--batch", "2") == [
        "2 sessions deleted ...",
        "4 sessions deleted ...",
        "5 sessions deleted ...",
        "Done: 5 sessions deleted.",
    ]
    assert run("purge") == ["Done: 0 sessions deleted."]


@pytest.mark.parametrize("batch", ["0", "-1", "many", "1.5", ""])
def test_a_batch_is_a_number_of_rows(batch: str) -> None:
    """Anything else is an error in words, before anything is deleted."""
    with pytest.raises(
        CommandError, match="argument --batch: a batch should be a whole number of rows, 1 or more"
    ) as caught:
        run("purge", f"--batch={batch}")
    assert repr(batch) in str(caught.value)


def test_a_verb_has_to_be_named() -> None:
    """The error says which argument is missing."""
    with pytest.raises(CommandError, match="VERB"):
        run()
