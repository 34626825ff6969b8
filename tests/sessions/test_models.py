"""The rows: what they are called, what can be derived from them, and which of them are live."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

from drf_signet.sessions.models import PasswordRehash, Reason, Session
from drf_signet.sessions.opening import Lifetimes, open_session
from drf_signet.sessions.statements import MOVING

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = UUID("12345678-1234-4234-8234-123456789abc")


def test_what_people_read_about_sessions_is_english() -> None:
    """In the admin: the app, the models, the columns and a row."""
    assert apps.get_app_config("signet_sessions").verbose_name == "Sessions"
    names = {field.name: str(field.verbose_name) for field in Session._meta.concrete_fields}
    shown = {
        name: names[name] for name in ("rotated_at", "created_at", "expires_at", "revoked_at", "revoke_reason", "ip")
    }
    assert shown == {
        "rotated_at": "last used",
        "created_at": "signed in",
        "expires_at": "ends at the latest",
        "revoked_at": "ended",
        "revoke_reason": "why it ended",
        "ip": "IP address",
    }
    assert (Session._meta.verbose_name, Session._meta.verbose_name_plural) == ("session", "sessions")
    assert PasswordRehash._meta.verbose_name_plural == "password rehashes"
    assert str(Session(pk=KEY)) == str(KEY)
    assert str(PasswordRehash(pk=7)) == "password rehash 7"


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_fits_and_has_words(reason: Reason) -> None:
    """The column is long enough, and the words go on from "ended:"."""
    field = Session._meta.get_field("revoke_reason")
    assert isinstance(field, models.CharField)
    assert len(reason) <= (field.max_length or 0)
    assert str(reason.label)[0].islower()


def test_a_token_identifier_is_an_hmac_under_the_secret_of_the_session() -> None:
    """Of session and generation, 128 bits of it."""
    session = Session(pk=KEY, secret=b"s" * 16)
    expected = hmac.new(b"s" * 16, KEY.bytes + (258).to_bytes(8, "big"), sha256).hexdigest()[:32]
    assert session.token_id(258) == expected
    session.secret = memoryview(b"s" * 16)
    assert session.token_id(258) == expected, "as PostgreSQL gives it"
    others = {session.token_id(257), Session(pk=KEY).token_id(258), Session(secret=session.secret).token_id(258)}
    assert len({*others, expected}) == 4


def test_an_identifier_outlives_its_row_being_read(ada: User) -> None:
    """Whichever database it was read from."""
    session = open_session(ada, Lifetimes(DAY, DAY), NOW)
    assert Session.objects.get().token_id(5) == session.token_id(5)


@pytest.mark.parametrize(("idle", "ends"), [(timedelta(hours=1), timedelta(hours=1)), (2 * DAY, DAY)])
def test_a_session_can_be_refreshed_until_it_is_idle_or_ends(ada: User, idle: timedelta, ends: timedelta) -> None:
    """Whichever comes first."""
    session = open_session(ada, Lifetimes(idle, DAY), NOW)
    assert session.token_expires_at == NOW + ends
    assert Session.objects.refreshable(NOW + ends - timedelta(microseconds=1)).exists()
    assert not Session.objects.refreshable(NOW + ends).exists()


@pytest.mark.parametrize(
    ("fields", "is_live"),
    [
        ({}, True),
        ({"revoked_at": NOW}, False),
        ({"revoked_at": NOW + DAY}, False),
        ({"expires_at": NOW + timedelta(microseconds=1)}, True),
        ({"expires_at": NOW}, False),
        ({"rotated_at": NOW - 300 * DAY}, True),
        ({"token_expires_at": NOW}, True),
    ],
)
def test_a_live_session_is_neither_ended_nor_expired(ada: User, fields: dict[str, datetime], *, is_live: bool) -> None:
    """At the given moment."""
    session = open_session(ada, Lifetimes(DAY, DAY), NOW)
    Session.objects.update(**fields)
    assert (Session.objects.live(NOW).first() == session) is is_live


def test_no_index_covers_what_a_refresh_writes() -> None:
    """PostgreSQL updates a row in place only then."""
    written = set(MOVING)
    fields = Session._meta.concrete_fields
    indexed = {one.name for one in fields if getattr(one, "db_index", False) or one.unique}
    indexed |= {name for index in Session._meta.indexes for name in index.fields}
    assert indexed == {"id", "user", "expires_at", "revoked_at"}
    assert not indexed & written
