"""What an operator may do to a ring of keys, and when."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from joserfc.jwk import ECKey

from signet_tokens.errors import KeyChangeRefusedError
from signet_tokens.keys import SigningKey
from signet_tokens.ring_changes import HISTORY, Keys, Waits, compromise, generate, named, retire, rotate
from signet_tokens.ring_key import KeyState, RingKey, active, state
from tests.stand_ins.key_pairs import SECRET

NOW = 1_800_000_000.0
WAITS = Waits(publication=900, longest_lifetime=86_400)
OLD, NEW, NEXT = (SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256") for _ in range(3))


def states(keys: Keys, now: float) -> dict[str, str]:
    """What each key is, by its name."""
    names = {OLD.kid: "old", NEW.kid: "new", NEXT.kid: "next"}
    return {names[one.key.kid]: str(state(one, keys, now)) for one in keys}


def begun() -> Keys:
    """A ring with a key that signs, and one that verifiers have had for long enough."""
    keys = generate([], OLD, NOW - 10 * WAITS.publication, WAITS)
    return generate(keys, NEW, NOW - WAITS.publication, WAITS)


def test_the_first_key_signs_at_once() -> None:
    """Nobody can have an older one."""
    assert states(generate([], OLD, NOW, WAITS), NOW) == {"old": "active"}


def test_a_second_key_is_published_before_it_signs() -> None:
    """Until somebody rotates, it is pending."""
    keys = generate(generate([], OLD, NOW, WAITS), NEW, NOW, WAITS)
    assert states(keys, NOW + 10_000_000) == {"old": "active", "new": "pending"}


def test_one_key_is_pending_at_a_time() -> None:
    """Otherwise nobody could say which one comes next."""
    with pytest.raises(KeyChangeRefusedError, match="is pending"):
        generate(begun(), NEXT, NOW, WAITS)


def test_rotation() -> None:
    """The new key signs, and the old one verifies until its last token has expired."""
    keys = rotate(begun(), NOW, WAITS)
    assert states(keys, NOW) == {"old": "retiring", "new": "active"}
    assert states(keys, NOW + WAITS.longest_lifetime - 1) == {"old": "retiring", "new": "active"}
    assert states(keys, NOW + WAITS.longest_lifetime) == {"old": "retired", "new": "active"}


def test_a_key_that_verifiers_may_not_have_yet_is_not_rotated_to() -> None:
    """The refusal says when it can be done."""
    keys = begun()
    with pytest.raises(KeyChangeRefusedError, match="Rotate at 2027-01-15 08:00:00 UTC or later"):
        rotate(keys, NOW - 1, WAITS)
    assert states(rotate(keys, NOW - 1, WAITS, emergency=True), NOW) == {"old": "retiring", "new": "active"}


def test_without_a_pending_key_there_is_nothing_to_rotate_to() -> None:
    """Rotation makes no key: nobody could have it."""
    with pytest.raises(KeyChangeRefusedError, match="Generate one first"):
        rotate(generate([], OLD, NOW, WAITS), NOW, WAITS)


def test_a_key_that_signs_cannot_be_retired() -> None:
    """Not in an emergency, either: nobody could sign in."""
    for emergency in (False, True):
        with pytest.raises(KeyChangeRefusedError, match="Rotate to another one first"):
            retire(begun(), OLD.kid, NOW, waits=WAITS, emergency=emergency)


def test_a_key_is_retired_when_its_tokens_are_over() -> None:
    """Before, only in an emergency."""
    keys = rotate(begun(), NOW, WAITS)
    with pytest.raises(KeyChangeRefusedError, match="live until 2027-01-16 08:00:00 UTC"):
        retire(keys, OLD.kid, NOW + 1, waits=WAITS)
    assert states(retire(keys, OLD.kid, NOW + 1, waits=WAITS, emergency=True), NOW + 1)["old"] == "retired"


def test_a_key_without_times_is_retired_as_late_as_any() -> None:
    """A second key of a list verifies without end, until somebody says otherwise."""
    keys = [RingKey(NEW, signs_from=NOW), RingKey(OLD)]
    with pytest.raises(KeyChangeRefusedError, match="live until 2027-01-16 08:00:00 UTC"):
        retire(keys, OLD.kid, NOW + 1, waits=WAITS)
    assert states(retire(keys, OLD.kid, NOW + WAITS.longest_lifetime, waits=WAITS), NOW + WAITS.longest_lifetime) == {
        "new": "active",
        "old": "retired",
    }


def test_a_pending_key_can_be_withdrawn() -> None:
    """It signed nothing."""
    assert states(retire(begun(), NEW.kid, NOW, waits=WAITS), NOW) == {"old": "active", "new": "retired"}


def test_a_key_that_is_over_can_be_forgotten() -> None:
    """To retire it again removes it."""
    keys = retire(begun(), NEW.kid, NOW, waits=WAITS)
    assert states(retire(keys, NEW.kid, NOW, waits=WAITS), NOW) == {"old": "active"}


@pytest.mark.parametrize(
    ("keys", "successor", "after"),
    [
        (begun(), None, {"old": "compromised", "new": "active"}),
        (begun(), NEXT, {"old": "compromised", "new": "active"}),
        (generate([], OLD, NOW, WAITS), NEXT, {"old": "compromised", "next": "active"}),
        (rotate(begun(), NOW, WAITS), None, {"old": "compromised", "new": "active"}),
    ],
    ids=["pending", "pending-first", "successor", "retiring"],
)
def test_a_compromised_key_verifies_nothing(keys: Keys, successor: SigningKey | None, after: dict[str, str]) -> None:
    """If it signed, another one signs from now on."""
    changed = compromise(keys, OLD.kid, NOW, reason="on a lost disk", successor=successor)
    assert states(changed, NOW) == after
    assert named(changed, OLD.kid).reason == "on a lost disk"


def test_a_key_is_compromised_once() -> None:
    """When it was, and why, stays what was said first."""
    changed = compromise(begun(), OLD.kid, NOW, reason="on a lost disk", successor=None)
    with pytest.raises(KeyChangeRefusedError, match="is compromised since 2027-01-15"):
        compromise(changed, OLD.kid, NOW + 60, reason="another", successor=None)


def test_the_only_key_is_not_compromised_without_a_successor() -> None:
    """Nobody could sign in."""
    with pytest.raises(KeyChangeRefusedError, match="no other key"):
        compromise(generate([], OLD, NOW, WAITS), OLD.kid, NOW, reason="", successor=None)


def test_private_parts_that_nobody_needs_are_dropped() -> None:
    """A key that only verifies can't be stolen from here."""
    keys = rotate(begun(), NOW, WAITS)
    assert {one.key.kid: one.key.can_sign for one in keys} == {OLD.kid: False, NEW.kid: True}
    secrets = [RingKey(SigningKey.load(SECRET + "new", "HS256"), signs_from=NOW), RingKey(OLD)]
    assert active(retire(secrets, OLD.kid, NOW + WAITS.longest_lifetime, waits=WAITS), NOW + 1) is not None


def test_what_was_over_long_ago_is_forgotten() -> None:
    """After a month, nobody asks."""
    keys = rotate(begun(), NOW, WAITS)
    much_later = NOW + WAITS.longest_lifetime + HISTORY
    assert states(generate(keys, NEXT, much_later - 1, WAITS), NOW).keys() == {"old", "new", "next"}
    assert states(generate(keys, NEXT, much_later, WAITS), NOW).keys() == {"new", "next"}


def test_a_key_is_named_by_the_beginning_of_its_name() -> None:
    """If only one begins so."""
    keys = begun()
    assert named(keys, OLD.kid[:8]).key.kid == OLD.kid
    for unknown in ("", "nobody's"):
        with pytest.raises(KeyChangeRefusedError, match="No single key"):
            named(keys, unknown)


def test_the_first_of_a_list_signs() -> None:
    """Keys without times: as SIGNING_KEYS lists them."""
    keys: Sequence[RingKey] = [RingKey(NEW), RingKey(OLD)]
    assert [state(one, keys, NOW) for one in keys] == [KeyState.ACTIVE, KeyState.RETIRING]
