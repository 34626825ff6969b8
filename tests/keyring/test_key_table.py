"""`KeyTable`: what it keeps, who changes it, and what it refuses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from joserfc.jwk import ECKey

from drf_signet.errors import KeyLoadError, UnavailableError
from drf_signet.keyring import store
from drf_signet.keyring.key_encryption import KeyEncryption
from drf_signet.keyring.models import EncryptedKey
from drf_signet.keyring.store import KeyTable
from drf_signet.keys_in_force import get_ring
from drf_signet.tokens import AccessToken
from signet_tokens.errors import KeyChangeRefusedError, KeysUnavailableError
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import ChangeableKeyStore, LivingRing
from signet_tokens.ring_changes import Waits, compromise, generate, rotate
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey, active
from tests.keyring.conftest import KEY, OTHER_KEY, SIGNET
from tests.stand_ins.crowd import together
from tests.stand_ins.key_pairs import signing_key

NOW = 1_800_000_000.123457
WAITS = Waits(0.0, 300.0)
ROWS = EncryptedKey._base_manager


def new_key() -> SigningKey:
    """One that can sign."""
    return SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256")


FIRST, SECOND, THIRD = (new_key() for _ in range(3))
RING = [
    RingKey(signing_key("HS256"), published_at=1.0, compromised_at=NOW, reason="on a lost disk: „Ä“ ✓"),
    RingKey(FIRST.public, published_at=NOW - 0.3, verifies_until=NOW + 1 / 3),
    RingKey(SECOND, published_at=2.0, signs_from=NOW),
    RingKey(signing_key("RS256"), published_at=NOW, signs_from=None),
]


def fill(*keys: RingKey) -> None:
    """The table has *keys*."""
    KeyTable().change(lambda before: keys)


def kids(keys: Sequence[RingKey]) -> list[str]:
    """Their names."""
    return [one.key.kid for one in keys]


def test_what_is_written_is_read(any_table: str) -> None:
    """To the last digit, in the order in which it was made, and no private part is in a plain column."""
    fill(*RING)
    assert written_ring(KeyTable().read()) == written_ring(RING)
    shown = " ".join(
        str(value) for row in ROWS.defer("sealed").values() for name, value in row.items() if name != "sealed"
    )
    assert str(SECOND.private_jwk()["d"]) not in shown


def test_each_change_is_of_what_the_last_one_left(any_table: str) -> None:
    """Keys come, change and go."""
    fill(RingKey(FIRST), RingKey(SECOND))
    table = KeyTable()
    assert kids(table.change(lambda keys: [*keys, RingKey(THIRD)])) == kids(table.read())
    table.change(lambda keys: [replace(keys[0], verifies_until=NOW), keys[2]])
    assert [(one.key.kid, one.verifies_until) for one in table.read()] == [(FIRST.kid, NOW), (THIRD.kid, None)]


def test_two_at_once_dont_both_generate(any_table: str) -> None:
    """Nobody finds two keys where each of two nodes made the first one."""
    barrier = Barrier(2, timeout=20)

    def make(number: int) -> object:
        def change(keys: Sequence[RingKey]) -> Sequence[RingKey]:
            if not keys:
                with suppress(Exception):
                    barrier.wait()
            return generate(keys, new_key(), NOW, WAITS)

        return KeyTable().change(change)

    together(2, make)

    made = KeyTable().read()
    # The second is pending: it was made of what the first one left.
    assert [one.signs_from for one in made] == [NOW, None]
    assert [row.number for row in ROWS.order_by("number")] == [1, 2]


def test_two_at_once_dont_both_rotate(any_table: str) -> None:
    """The second finds no pending key any more."""
    fill(RingKey(FIRST), RingKey(SECOND, signs_from=None))
    barrier = Barrier(2, timeout=20)

    def change(keys: Sequence[RingKey]) -> Sequence[RingKey]:
        if active(keys, NOW) and kids(keys[:1]) == [FIRST.kid] and keys[1].signs_from is None:
            barrier.wait()
        return rotate(keys, NOW, WAITS)

    def try_to(number: int) -> str:
        try:
            KeyTable().change(change)
        except KeyChangeRefusedError as error:
            return str(error)
        return "rotated"

    assert sorted(together(2, try_to)) == ["There is no pending key to rotate to. Generate one first.", "rotated"]
    assert [one.signs_from for one in KeyTable().read()] == [0.0, NOW]


def test_changes_end(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others change the keys each time, the operator is told so after a bound."""
    fill(RingKey(FIRST))
    monkeypatch.setattr(store, "PAUSE", 0.0)
    attempts = []

    def disturbed(keys: Sequence[RingKey]) -> Sequence[RingKey]:
        attempts.append(kids(keys))
        fill(*keys)
        return keys

    with pytest.raises(KeyChangeRefusedError, match="at the same time"):
        KeyTable().change(disturbed)
    assert len(attempts) == store.ATTEMPTS


def test_half_a_change_is_none(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second of two rows can't be written, the first is what it was."""
    fill(RingKey(FIRST))

    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("no room")

    with monkeypatch.context() as patched:
        patched.setattr("django.db.models.query.QuerySet.create", fail)
        with pytest.raises(KeyLoadError, match="no room"):
            KeyTable().change(lambda keys: [replace(keys[0], verifies_until=1.0), RingKey(SECOND)])
    assert written_ring(KeyTable().read()) == written_ring([RingKey(FIRST)])


def test_it_is_a_store_that_operators_change(table: str) -> None:
    """The commands ask that."""
    assert isinstance(KeyTable(), ChangeableKeyStore)


def test_tokens_are_signed_and_verified(any_table: str) -> None:
    """By the ring that the settings name."""
    with pytest.raises(UnavailableError) as caught:
        str(AccessToken())
    assert isinstance(caught.value, KeysUnavailableError)
    fill(RingKey(FIRST))
    ring = get_ring()
    assert isinstance(ring, LivingRing)
    ring.look_now()
    token = str(AccessToken())
    assert ring.signing_key.algorithm == "ES256"
    AccessToken(token)
    KeyTable().change(lambda keys: compromise(keys, FIRST.kid, NOW, reason="lost", successor=SECOND))
    ring.look_now()
    assert [key.kid for key in ring.keys] == [SECOND.kid]


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        ({"kid": SECOND.kid}, "differ"),
        ({"algorithm": "HS256"}, "differ"),
        ({"verifies_until": None}, "differ"),
        ({"verifies_until": 1e11}, "differ"),
        ({"reason": "x"}, "differ"),
        ({"sealed": "e.f..g.h"}, "opens"),
        ({"sealed": ""}, "opens"),
        ({"sealed": KeyEncryption(OTHER_KEY).seal("{}")}, "opens"),
        ({"sealed": KeyEncryption(KEY).seal("{}")}, ""),
        ({"sealed": KeyEncryption(KEY).seal("\x00")}, ""),
    ],
)
def test_a_row_that_somebody_changed_is_refused(
    table: str, tamper: dict[str, object], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The others stay, and the log has one line, however often the table is read."""
    fill(RingKey(FIRST.public, verifies_until=NOW), RingKey(THIRD))
    ROWS.filter(number=1).update(**tamper)
    keys = KeyTable()
    with caplog.at_level(logging.WARNING):
        assert kids(keys.read()) == kids(keys.read()) == [THIRD.kid]
    (line,) = caplog.messages
    assert line.startswith("Signet refuses the key")
    assert why in line


def test_the_key_of_another_row_is_refused(table: str) -> None:
    """Nobody can move or copy the encrypted text."""
    fill(RingKey(FIRST), RingKey(SECOND))
    sealed = ROWS.get(number=1).sealed
    ROWS.filter(number=2).update(sealed=sealed)
    assert kids(KeyTable().read()) == [FIRST.kid]
    ROWS.filter(number=2).update(kid=FIRST.kid)
    assert kids(KeyTable().read()) == [FIRST.kid]


def test_a_public_key_of_somebody_elses_is_refused(table: str) -> None:
    """Anyone who can write to the table, and has no key of KEY_ENCRYPTION_KEYS, can't have tokens accepted."""
    fill(RingKey(FIRST))
    own = KeyEncryption(OTHER_KEY)
    ROWS.create(number=2, kid=SECOND.kid, algorithm="ES256", sealed=own.seal(str(SECOND.public_jwk())))
    assert kids(KeyTable().read()) == [FIRST.kid]


def test_keys_that_cant_be_opened_stop_a_change(table: str) -> None:
    """One of them may sign elsewhere. A node without the newest key for encryption makes no other, and deletes none."""
    fill(RingKey(FIRST), RingKey(SECOND))
    ROWS.filter(number=2).update(sealed=KeyEncryption(OTHER_KEY).seal("{}"))
    before = list(ROWS.order_by("number").values())
    for keys in ([RingKey(THIRD)], [RingKey(FIRST)]):
        with pytest.raises(KeyChangeRefusedError, match="1 of 2 keys in the table can't be opened"):
            fill(*keys)
    assert list(ROWS.order_by("number").values()) == before


def test_the_key_for_encryption_can_be_changed(table: str, settings: object) -> None:
    """First both, then a change of any kind, then the new one alone."""
    fill(RingKey(FIRST))
    with override_settings(SIGNET={**SIGNET, "KEY_ENCRYPTION_KEYS": [OTHER_KEY, KEY]}):
        assert kids(KeyTable().read()) == [FIRST.kid]
        KeyTable().change(lambda keys: keys)
    with override_settings(SIGNET={**SIGNET, "KEY_ENCRYPTION_KEYS": OTHER_KEY}):
        assert kids(KeyTable().read()) == [FIRST.kid]
    with pytest.raises(KeyLoadError, match="Set KEY_ENCRYPTION_KEYS"):
        KeyTable().read()


@pytest.mark.parametrize("key", [None, "", "short", "ä" * 43, KEY[:-1], KEY + "AA", [KEY, "short"], []])
def test_bad_keys_for_encryption(table: str, key: object) -> None:
    """Nothing is encrypted with less, and the message holds nothing of it."""
    signet = {**SIGNET, "KEY_ENCRYPTION_KEYS": key}
    with override_settings(SIGNET=signet), pytest.raises(KeyLoadError, match="KEY_ENCRYPTION_KEYS") as caught:
        fill(RingKey(FIRST))
    assert "short" not in str(caught.value)


@pytest.mark.parametrize("key", [KEY, KEY + "=", f" {KEY}=\n", "-_" * 21 + "8", "+/" * 21 + "8="])
def test_good_keys_for_encryption(key: str) -> None:
    """Base64 as openssl and Python write it."""
    encryption = KeyEncryption(key)
    assert encryption.open(encryption.seal("ä")) == "ä"


def test_one_query_each_interval(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a connection of its own, and none of the request's."""
    fill(RingKey(FIRST))
    now = [NOW]
    ring = LivingRing(KeyTable(), clock=lambda: now[0])
    ring.in_force()
    before = connections[table]
    owns: list[Any] = []

    def copy() -> Any:
        owns.append(type(before)(before.settings_dict, table))
        owns[-1].force_debug_cursor = True
        return owns[-1]

    monkeypatch.setattr(before, "copy", copy)
    with CaptureQueriesContext(before) as asked:
        for _ in range(100):
            ring.in_force()
        assert not owns
        now[0] += KeyTable.interval
        for _ in range(100):
            ring.in_force()

    (own,) = owns
    assert (len(own.queries_log), len(asked)) == (1, 0)
    assert own.connection is None
    assert connections[table] is before


def test_a_transaction_makes_no_difference(any_table: str) -> None:
    """Not one that is broken; and what another process does is seen in one that began before."""
    fill(RingKey(FIRST))
    keys = KeyTable()
    with suppress(DatabaseError, RuntimeError), transaction.atomic(using=any_table):
        with suppress(DatabaseError), connections[any_table].cursor() as cursor:
            cursor.execute("SELECT nonsense FROM nowhere")
        transaction.set_rollback(True, using=any_table)
        assert kids(keys.read()) == [FIRST.kid]
        raise RuntimeError
    assert kids(keys.read()) == [FIRST.kid]


def test_a_change_outlives_the_transaction_around_it(any_table: str) -> None:
    """A key that was compromised stays so, whatever becomes of the request."""
    fill(RingKey(FIRST))
    with suppress(RuntimeError), transaction.atomic(using=any_table):
        fill(RingKey(SECOND))
        raise RuntimeError
    assert kids(KeyTable().read()) == [SECOND.kid]


def test_no_connection_is_left_open(table: str) -> None:
    """Also in a thread that serves no request."""
    fill(RingKey(FIRST))

    def read(number: int) -> bool:
        KeyTable().read()
        return connections[table].connection is None

    assert together(1, read) == [True]


def test_it_is_read_in_an_event_loop(table: str) -> None:
    """Where Django allows no queries, another thread sends them."""
    fill(RingKey(FIRST))

    async def read() -> Sequence[RingKey]:
        return KeyTable().read()

    assert kids(asyncio.run(read())) == [FIRST.kid]


def test_an_outage_leaves_the_last_keys(any_table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are none yet, the service is unavailable."""
    fill(RingKey(FIRST))
    now = [NOW]
    ring, cold = (LivingRing(KeyTable(), clock=lambda: now[0]) for _ in range(2))
    ring.in_force()
    with connections[any_table].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {EncryptedKey._meta.db_table} RENAME TO elsewhere")
    try:
        now[0] += KeyTable.interval
        assert ring.signing_key.kid == FIRST.kid
        with pytest.raises(KeysUnavailableError):
            cold.in_force()
        with pytest.raises(KeyLoadError, match="The table of keys can't be reached"):
            fill(RingKey(SECOND))
    finally:
        with connections[any_table].cursor() as cursor:
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {EncryptedKey._meta.db_table}")
    now[0] += KeyTable.interval
    assert cold.signing_key.kid == FIRST.kid


def test_an_emptied_table_leaves_the_last_keys(table: str) -> None:
    """Somebody deleted too much: sign-ins go on, and the log says what is wrong."""
    fill(RingKey(FIRST))
    now = [NOW]
    ring = LivingRing(KeyTable(), clock=lambda: now[0])
    ring.in_force()
    ROWS.all().delete()
    now[0] += KeyTable.interval
    assert ring.signing_key.kid == FIRST.kid
    with pytest.raises(KeyLoadError, match="Make a key with keys generate"):
        KeyTable().read()


def test_a_test_sees_its_own_keys(any_table: str) -> None:
    """Those that it made in the transaction that it is in, and that is undone."""
    fill(RingKey(FIRST))
    of_test = transaction.atomic(using=any_table)
    setattr(of_test, "_from_testcase", True)  # as Django's TestCase does  # noqa: B010
    with of_test:
        fill(RingKey(SECOND))
        assert kids(KeyTable().read()) == [SECOND.kid]
        transaction.set_rollback(True, using=any_table)
    assert kids(KeyTable().read()) == [FIRST.kid]


def test_a_replica_is_not_asked(table: str) -> None:
    """It may not know yet that a key is compromised."""
    with override_settings(DATABASE_ROUTERS=["tests.sessions.routers.ReadsElsewhere"]):
        fill(RingKey(FIRST))
        assert kids(KeyTable().read()) == [FIRST.kid]


def test_a_command_encrypts_the_keys_anew(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the first of KEY_ENCRYPTION_KEYS, so that the others can go."""
    fill(RingKey(FIRST), RingKey(SECOND))
    with override_settings(SIGNET={**SIGNET, "KEY_ENCRYPTION_KEYS": [OTHER_KEY, KEY]}):
        call_command("keys", "encrypt")
    assert capsys.readouterr().err == "The keys are encrypted with the first of KEY_ENCRYPTION_KEYS.\n"
    with override_settings(SIGNET={**SIGNET, "KEY_ENCRYPTION_KEYS": OTHER_KEY}):
        assert kids(KeyTable().read()) == kids([RingKey(FIRST), RingKey(SECOND)])
    with override_settings(SIGNET={"SIGNING_KEYS": ["s" * 40]}), pytest.raises(CommandError, match="no table of keys"):
        call_command("keys", "encrypt")
