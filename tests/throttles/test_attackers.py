"""The numbers in the reference page of throttles about attackers with many addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drf_signet.throttles import count_attempt, welcome_owner
from tests.conftest import NOON
from tests.throttles.attackers import HOUR, guesses, ipv4, is_let, may_sign_in, networks
from tests.throttles.backends import local_memory

HOME, NEW = "198.51.100.7", "203.0.113.5"


@pytest.fixture(autouse=True)
def _large_cache() -> Iterator[None]:
    """A cache that drops no counts. Django's default one keeps three hundred."""
    with local_memory(MAX_ENTRIES=1_000_000):
        yield


CASES = {
    "one address": (ipv4(1), 10, 240, False),
    "five addresses": (ipv4(5), 50, 1_200, False),
    "a device": (networks(64, 1), 10, 240, False),
    "a household": (networks(56, 256), 20, 480, False),
    "a company": (networks(48, 300), 40, 960, False),
    "a provider": (networks(32, 300), 80, 1_920, False),
    "ten addresses": (ipv4(10), 100, 2_400, True),
    "a botnet": (ipv4(1_000), 100, 2_400, True),
}
EACH = pytest.mark.parametrize(("addresses", "hourly", "daily", "locks"), CASES.values(), ids=CASES)


@EACH
def test_so_many_passwords_are_tried(addresses: list[str], hourly: int, daily: int, locks: bool) -> None:
    """In the first hour all that are allowed; over a day no more than that in each hour."""
    assert guesses(addresses[:40], 1) == hourly
    assert guesses(addresses[:40], 24, "grace") <= daily


@EACH
def test_so_far_an_account_is_locked(addresses: list[str], hourly: int, daily: int, locks: bool) -> None:
    """Everywhere, or for the attacker's network alone, but never where its owner signed in recently."""
    count_attempt("ada", HOME, NOON).remember()
    guesses(addresses, 1)
    last = NOON + 0.9 * HOUR
    assert not is_let("ada", addresses[0], last)
    assert may_sign_in("ada", NEW, last) is not locks
    assert may_sign_in("ada", HOME, last)
    assert may_sign_in("grace", NEW, last)


@EACH
def test_a_reset_lets_the_owner_in_while_the_attack_goes_on(
    addresses: list[str], hourly: int, daily: int, locks: bool
) -> None:
    """The owner can sign in at the place of the reset, and elsewhere until the attacker uses up the new share."""
    guesses(addresses, 1)
    last = NOON + 0.9 * HOUR
    welcome_owner(["ada"], 1, NEW, last)
    assert may_sign_in("ada", addresses[0], last)
    assert may_sign_in("ada", HOME, last)
    for address in addresses:
        while is_let("ada", address, last):
            pass
    assert may_sign_in("ada", NEW, last)


@pytest.mark.parametrize(("bits", "enough"), [(56, 5), (48, 3), (32, 2)])
def test_so_many_wide_networks_lock_an_account(bits: int, enough: int) -> None:
    """One network fewer doesn't."""
    # The first bits of each are another provider's.
    ones = [[f"2{which:03x}{one[4:]}" for one in networks(bits, 40)] for which in range(1, enough + 1)]
    guesses([one for network in ones[:-1] for one in network], 1)
    assert may_sign_in("ada", NEW, NOON + 0.9 * HOUR)
    guesses(ones[-1], 1)
    assert not may_sign_in("ada", NEW, NOON + 0.9 * HOUR)


def test_eleven_networks_of_one_household_lock_nobody_out() -> None:
    """All networks of a /48 don't lock anybody out either."""
    for bits, number in ((60, 11), (56, 256), (48, 500)):
        guesses(networks(bits, number), 1)
        assert may_sign_in("ada", NEW, NOON + 0.9 * HOUR)


def test_neighbours_of_an_attacker_are_let_in_elsewhere() -> None:
    """A wide network with no attempts left is locked for one account; its other customers can use their own."""
    guesses(networks(56, 256), 1)
    assert not may_sign_in("ada", "2001:db8:0:ff::9", NOON)
    assert may_sign_in("grace", "2001:db8:0:ff::9", NOON)
    assert may_sign_in("ada", "2001:db8:0:100::9", NOON)


def test_a_place_of_the_owner_has_a_share_of_its_own_and_no_more() -> None:
    """Ten an hour, whether or not its network has attempts left."""
    here = "2001:db8:0:7::9"
    count_attempt("ada", here, NOON).take_back()
    count_attempt("ada", here, NOON).remember()
    guesses(networks(56, 256), 1)
    guesses(ipv4(12), 1)
    assert not may_sign_in("ada", "2001:db8:0:7::1", NOON), "an attacker in the very same network uses its share up"
    other = "198.51.100.8"
    count_attempt("ada", other, NOON + HOUR * 3).remember()
    guesses(ipv4(12), 4)
    assert sum(is_let("ada", other, NOON + 3.9 * HOUR) for _ in range(30)) <= 10


@pytest.mark.parametrize("name", ["ada", "Ada", "ADA"])
def test_one_of_two_names_that_look_alike_does_not_speak_for_the_other(name: str) -> None:
    """A user called Ada can reset and sign in as often as they like: ada stays locked for strangers."""
    guesses(ipv4(12), 1)
    last = NOON + 0.9 * HOUR
    welcome_owner([name], 2, ipv4(1)[0], last)
    assert may_sign_in("ada", ipv4(1)[0], last) is (name == "ada")


def test_an_address_is_the_same_whatever_its_case() -> None:
    """Its owner may type it as they like."""
    guesses(ipv4(12), 1, "ada@example.com")
    last = NOON + 0.9 * HOUR
    welcome_owner(["ada@example.com"], 1, NEW, last)
    assert may_sign_in("Ada@Example.com", NEW, last)


def test_a_name_that_nobody_has_is_locked_alike() -> None:
    """The limits need no user."""
    addresses = ipv4(12)
    assert guesses(addresses, 2, "ada") == guesses(addresses, 2, "nobody-at-all")
