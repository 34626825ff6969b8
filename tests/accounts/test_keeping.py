"""`keeping`: one session survives a change of password, and no other does."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.new_password import keeping
from drf_signet.sessions.testing import refresh_token_for
from tests.accounts.person import NEW_PASSWORD, Person, make_person


def open_session(person: Person) -> Session:
    """A new session of *person*."""
    return refresh_token_for(person).session


def save_password(person: Person) -> None:
    """As Django's own views do."""
    person.set_password(NEW_PASSWORD)
    person.save()


def live(person: Person) -> set[uuid.UUID]:
    """The sessions of *person* that have not ended."""
    return set(Session.objects.filter(user_id=person.pk, revoked_at=None).values_list("pk", flat=True))


def test_the_session_that_is_named_goes_on(person: Person) -> None:
    """The others end."""
    kept, other = open_session(person), open_session(person)
    with transaction.atomic(), keeping(kept.pk):
        save_password(person)
    assert live(person) == {kept.pk}
    other.refresh_from_db()
    assert other.revoke_reason == Reason.PASSWORD_CHANGED


def test_after_the_block_none_is_kept(person: Person) -> None:
    """Not even the session kept before, and not after an error either."""
    kept = open_session(person)
    with pytest.raises(RuntimeError), keeping(kept.pk):
        raise RuntimeError
    save_password(person)
    assert live(person) == set()


def test_blocks_nest(person: Person) -> None:
    """The inner one holds inside of it, and the outer one afterwards."""
    first, second = open_session(person), open_session(person)
    with keeping(first.pk):
        with keeping(second.pk):
            pass
        save_password(person)
    assert live(person) == {first.pk}


def test_nothing_is_kept_where_nothing_is_named(person: Person) -> None:
    """As without the block."""
    open_session(person)
    with keeping(None):
        save_password(person)
    assert live(person) == set()


def test_the_session_of_another_user_keeps_none(person: Person) -> None:
    """It goes on as before, and the user's own end."""
    stranger = make_person("stranger")
    theirs, _ = open_session(stranger), open_session(person)
    before = Session.objects.get(pk=theirs.pk).auth_hash
    with keeping(theirs.pk):
        save_password(person)
    assert live(person) == set()
    assert live(stranger) == {theirs.pk}
    assert Session.objects.get(pk=theirs.pk).auth_hash == before


def test_a_session_that_was_ended_stays_so(person: Person) -> None:
    """It doesn't keep the user signed in, and no other session does."""
    ended, _ = open_session(person), open_session(person)
    end(ended, Reason.LOGOUT, timezone.now())
    before = ended.auth_hash
    with keeping(ended.pk):
        save_password(person)
    assert live(person) == set()
    ended.refresh_from_db()
    assert (ended.revoke_reason, ended.auth_hash) == (Reason.LOGOUT, before)


def test_a_session_that_does_not_exist_keeps_none(person: Person) -> None:
    """As if it had been ended."""
    open_session(person)
    with keeping(uuid.uuid4()):
        save_password(person)
    assert live(person) == set()


def test_who_is_disabled_meanwhile_keeps_none(person: Person) -> None:
    """A ban ends every session, inside of the block too."""
    kept = open_session(person)
    with keeping(kept.pk):
        person.is_active = False
        save_password(person)
    assert live(person) == set()
