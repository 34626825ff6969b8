"""Which tables of mails that wait a process looks at by itself."""

from __future__ import annotations

from django.db import OperationalError, ProgrammingError
from django.db.models import Q

from drf_signet.accounts.mail_tables import Place
from drf_signet.accounts.polling_round import AT_ONCE, WITHOUT, Round

SERVED, OTHER = Place("default"), Place("other")


def test_a_few_are_looked_at_each_time() -> None:
    """All of them in turn, however many there are; first where somebody is served."""
    schemas = [Place("default", str(number)) for number in range(2 * AT_ONCE)]
    turns = Round(lambda: schemas)
    turns.add(SERVED)
    looks = [turns.next_places() for _ in range(4)]
    assert [len(one) for one in looks] == [AT_ONCE, AT_ONCE, 1, AT_ONCE]
    assert [place for look in looks[:3] for place in look] == [SERVED, *schemas]


def test_a_place_without_a_table_is_left_alone_for_a_while() -> None:
    """A router may choose databases that aren't ours, or are read only."""
    now = [0.0]
    turns = Round(lambda: [SERVED, OTHER], lambda: now[0])
    turns.add(SERVED)
    assert turns.next_places() == [SERVED, OTHER]
    assert turns.leave(OTHER, OperationalError())
    assert turns.next_places() == [SERVED]
    now[0] = WITHOUT
    assert turns.next_places() == [SERVED, OTHER]


def test_a_place_that_is_away_is_asked_again() -> None:
    """Where somebody is served, a mail was answered; unless the table has gone, as with a tenant."""
    turns = Round(lambda: [SERVED], lambda: 0.0)
    turns.add(SERVED)
    assert not turns.leave(SERVED, OperationalError())
    assert turns.leave(SERVED, ProgrammingError())
    assert turns.next_places() == []
    turns.add(SERVED)
    assert turns.next_places() == [SERVED]


def test_places_that_cannot_be_found_stop_nothing() -> None:
    """A router, or the database of tenants, raises something; where somebody is served is known."""

    def fail() -> list[Place]:
        raise OperationalError

    turns = Round(fail)
    turns.add(SERVED)
    assert turns.next_places() == [SERVED]


def test_one_database_is_no_copy_of_another() -> None:
    """So everything in it is sent, also what a version before wrote."""
    assert Round().which(SERVED) == Q()
