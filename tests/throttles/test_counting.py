"""Counting: the attempts let through, those undone, and the keys that the cache sees."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils.crypto import salted_hmac

from drf_signet.errors import ThrottledError
from drf_signet.known_places import canonical
from drf_signet.rate_limits import Counted, count, hashing_key, hidden
from drf_signet.throttles import count_attempt, count_mail, count_mail_to, count_password, count_refresh
from tests.conftest import NOON
from tests.throttles.backends import local_memory
from tests.throttles.odd_caches import Remembering
from tests.throttles.places import ELSEWHERE, HERE

pytestmark = pytest.mark.usefixtures("counts")
LATER = timedelta(seconds=1)


def wait_for(*subjects: tuple[str, str], now: datetime = NOON) -> int:
    """How long an attempt has to wait: 0 if it was let through, and counted."""
    try:
        count(dict(subjects), now)
    except ThrottledError as error:
        return error.wait
    return 0


def test_as_many_as_the_rate_says_are_let_through() -> None:
    """The next one gets a time to wait, and passes after it."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "3/m"}}):
        waits = [wait_for(("mail_address", "ada")) for _ in range(5)]
        assert waits == [0, 0, 0, 80, 80]
        assert wait_for(("mail_address", "ada"), now=NOON + 79 * LATER) > 0
        assert wait_for(("mail_address", "ada"), now=NOON + 80 * LATER) == 0


def test_a_refused_client_does_not_wait_longer_for_asking_again() -> None:
    """Refused attempts are not counted."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "1/m"}}):
        assert [wait_for(("mail_address", "ada")) for _ in range(50)] == [0] + [120] * 49
        assert wait_for(("mail_address", "ada"), now=NOON + 120 * LATER) == 0


def test_where_one_is_over_its_rate_the_others_are_not_counted() -> None:
    """A locked account doesn't use up the share of an address, and a locked address not that of an account."""
    rates = {"mail_address": "1/m", "mail_ip": "3/m"}
    with override_settings(SIGNET={"THROTTLE_RATES": rates}):
        assert wait_for(("mail_address", "ada"), ("mail_ip", HERE)) == 0
        for _ in range(9):
            assert wait_for(("mail_address", "ada"), ("mail_ip", HERE)) == 120
            assert wait_for(("mail_ip", HERE), ("mail_address", "ada")) == 120
        assert [wait_for(("mail_ip", HERE)) for _ in range(3)] == [0, 0, 80]


def test_the_first_that_is_over_says_how_long_to_wait() -> None:
    """Signet doesn't check the rest, so a client refused by address fills no cache with names."""
    rates = {"mail_address": "1/m", "mail_ip": "1/h"}
    both = (("mail_address", "ada"), ("mail_ip", HERE))
    with override_settings(SIGNET={"THROTTLE_RATES": rates}):
        assert wait_for(*both) == 0
        assert (wait_for(*both), wait_for(*both[::-1])) == (120, 2 * 3_600)


def test_an_undone_attempt_never_happened() -> None:
    """The same goes for many attempts, and for several rates at once."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "2/m", "mail_ip": "2/m"}}):
        for _ in range(20):
            count({"mail_address": "ada", "mail_ip": HERE}, NOON).take_back()
        assert [wait_for(("mail_address", "ada"), ("mail_ip", HERE)) for _ in range(3)] == [0, 0, 90]


def test_undoing_an_attempt_that_the_cache_has_dropped_does_nothing() -> None:
    """There is no count to lower."""
    counted = count({"mail_address": "ada"}, NOON)
    cache.clear()
    counted.take_back()
    Counted(("never-there",)).take_back()
    assert wait_for(("mail_address", "ada")) == 0


def test_an_attempt_undone_after_a_boundary_lowers_the_count_of_its_own_window() -> None:
    """That is the window in which it began."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "1/m"}}):
        counted = count({"mail_address": "ada"}, NOON)
        assert wait_for(("mail_address", "ada"), now=NOON + 60 * LATER) == 60
        counted.take_back()
        assert wait_for(("mail_address", "ada"), now=NOON + 60 * LATER) == 0


def test_subjects_and_scopes_are_counted_apart() -> None:
    """One name in two scopes has two counts, as have two names in one scope."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "1/m", "mail_ip": "1/m"}}):
        for one in (("mail_address", "ada"), ("mail_address", "grace"), ("mail_ip", "ada")):
            assert (wait_for(one), wait_for(one)) == (0, 120)


def test_another_rate_begins_to_count_anew() -> None:
    """Counts of windows of another length don't apply."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "1/m"}}):
        assert (wait_for(("mail_address", "ada")), wait_for(("mail_address", "ada"))) == (0, 120)
    with override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "1/2m"}}):
        assert (wait_for(("mail_address", "ada")), wait_for(("mail_address", "ada"))) == (0, 240)


def test_nothing_to_count_is_let_through() -> None:
    """A request without an address, for example."""
    assert count({}, NOON).keys == ()


def refused(number: int, **attempt: str | None) -> int:
    """The number of refusals among *number* attempts."""
    found = 0
    for _ in range(number):
        try:
            count_attempt(str(attempt["account"]), attempt["ip"], NOON)
        except ThrottledError:
            found += 1
    return found


def test_an_account_is_locked_for_where_the_attempts_come_from() -> None:
    """Ten from one place; the owner, elsewhere, has ten of their own."""
    assert refused(15, account="ada", ip=HERE) == 5
    assert refused(10, account="ada", ip=ELSEWHERE) == 0
    assert refused(10, account="grace", ip=HERE) == 0


def test_an_account_is_locked_after_a_hundred_attempts_from_many_places() -> None:
    """It doesn't matter how they are spread. Other accounts are not locked."""
    assert sum(refused(2, account="ada", ip=f"10.0.0.{number}") for number in range(60)) == 20
    assert refused(1, account="grace", ip="10.0.0.1") == 0


def test_an_address_is_stopped_after_a_hundred_attempts_on_many_accounts() -> None:
    """It doesn't matter how they are spread. Other addresses are not stopped."""
    assert sum(refused(1, account=f"user{number}", ip=HERE) for number in range(120)) == 20
    assert refused(1, account="user0", ip=ELSEWHERE) == 0


def test_a_network_of_ipv6_is_one_client() -> None:
    """Its 2**64 addresses share the ten attempts."""
    assert sum(refused(1, account="ada", ip=f"2001:db8:0:1::{number:x}") for number in range(15)) == 5
    assert refused(1, account="ada", ip="2001:db8:0:2::1") == 0


def test_without_an_address_accounts_are_counted_all_the_same() -> None:
    """A server behind a socket file sees none. Its counts are for its clients alone, and nobody waits for long."""
    assert refused(125, account="ada", ip=None) == 5
    assert refused(1, account="ada", ip=HERE) == 0
    assert refused(1, account="grace", ip=None) == 0


@pytest.mark.parametrize(
    "spelling", ["ADA", "Ada", " ada ", "\uff41\uff44\uff41", "\uff21DA", "\u1d2c\u1d48\u1d2c", "\u24d0\u24d3\u24d0"]
)
def test_a_name_in_another_spelling_is_the_same_account(spelling: str) -> None:
    """Case, width and a blank in front make no difference."""
    assert refused(10, account="ada", ip=HERE) == 0
    assert refused(3, account=spelling, ip=HERE) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("e\u0301", "É"), ("ﬁ", "FI"), ("\u212a", "k"), ("", " ")],
)
def test_names_that_differ_in_spelling_alone_are_one(one: str, other: str) -> None:
    """By Unicode's NFKC and case folding."""
    assert canonical(one) == canonical(other)


def test_other_names_are_others() -> None:
    """An accent, a Cyrillic letter, a blank within: these are other accounts."""
    names = ["ada", "\u00e5da", "\u0430da", "a da", "ada@example.com", ""]
    assert len({canonical(name) for name in names}) == len(names)


def test_a_spelling_is_canonical_once() -> None:
    """A name that was normalized is not changed again."""
    for name in ("Straße", "ΣΊΣΥΦΟΣ", "\uff21", "ada", "\u1e9e", "\u0130"):
        assert canonical(canonical(name)) == canonical(name)


def test_mails_are_counted_by_who_asks_and_for_what() -> None:
    """Thirty from one place for each purpose; one purpose doesn't use up another."""
    for purpose in ("password_reset", "activation"):
        for _ in range(30):
            count_mail(purpose, HERE, NOON)
        with pytest.raises(ThrottledError):
            count_mail(purpose, HERE, NOON)
        count_mail(purpose, ELSEWHERE, NOON)


def test_mails_to_an_address_are_counted_by_kind_and_user() -> None:
    """Three in half an hour, in any spelling. Mails about other users don't use them up."""
    spellings = ["ada@example.com", "ADA@example.com", "Ada@Example.Com", "ada@example.COM"]
    for kind, about in itertools.product(("password_reset", "account_exists"), (1, 2)):
        sent = [count_mail_to(spelling, kind, about, NOON) is not None for spelling in spellings]
        assert sent == [True, True, True, False]


def test_a_mail_that_was_not_sent_does_not_count() -> None:
    """Signet tries a failed mail again."""
    for _ in range(9):
        counted = count_mail_to("ada@example.com", "password_reset", 1, NOON)
        assert counted is not None
        counted.take_back()


def test_passwords_of_the_signed_in_are_counted_by_user() -> None:
    """Ten wrong ones; right ones are undone."""
    for _ in range(30):
        count_password(5, NOON).take_back()
    for _ in range(10):
        count_password(5, NOON)
    with pytest.raises(ThrottledError):
        count_password("5", NOON)
    count_password(6, NOON)


def test_refreshes_are_counted_by_session_and_by_address() -> None:
    """Sixty in a minute: of one session from anywhere, and of all sessions at one address."""
    for number in range(60):
        count_refresh(f"10.0.0.{number}", "a session", NOON)
    with pytest.raises(ThrottledError):
        count_refresh("10.0.1.1", "a session", NOON)
    with override_settings(SIGNET={"THROTTLE_RATES": {"refresh_ip": "3/m"}}):
        for number in range(3):
            count_refresh("2001:db8::1", f"session {number}", NOON)
        with pytest.raises(ThrottledError):
            count_refresh("2001:db8::2", None, NOON)


def test_the_cache_learns_no_name_and_no_address() -> None:
    """Its keys are keyed hashes, short, and of letters that any cache accepts."""
    with local_memory("tests.throttles.odd_caches.Remembering"):
        Remembering.keys.clear()
        count_attempt("ada lovelace\n", HERE, NOON)
        count_mail("password_reset", "2001:db8::1", NOON)
        count_mail_to("Ada@Example.com", "password_reset", 1, NOON)
        count_refresh(HERE, "0123456789abcdef", NOON)
    assert len(Remembering.keys) == 9 * 3 + 1
    for key in Remembering.keys:
        assert key.isascii()
        assert key.isprintable()
        assert " " not in key
        assert len(key) < 100
        for told in ("ada", "lovelace", "example", "192", "2001", "db8::", "0123456789abcdef"):
            assert told not in key.partition(":")[2].casefold().partition(":")[2]


def test_another_secret_hides_names_in_another_way() -> None:
    """Anyone who reads the cache can't try names without the secret."""
    found: list[tuple[str, ...]] = []
    for secret in ("one secret", "another secret"):
        with override_settings(SECRET_KEY=secret):
            found.append(count({"mail_address": "ada"}, NOON).keys)
    assert found[0] != found[1]


def test_counts_are_kept_for_two_periods() -> None:
    """They are kept as long as they matter, and no longer."""
    with local_memory("tests.throttles.odd_caches.Remembering"):
        Remembering.timeouts.clear()
        count({"mail_address": "ada", "refresh_session": "a"}, NOON)
    assert Remembering.timeouts == [2 * 1_800, 2 * 60]


@pytest.mark.parametrize("secret", ["a-secret", "another ünlike it"])
@pytest.mark.parametrize("name", ["192.0.2.1", "ada ün", "x" * 5_000])
def test_names_are_hashed_as_by_django(secret: str, name: str) -> None:
    """So no count and no place is lost while the version before counts beside this one."""
    with override_settings(SECRET_KEY=secret):
        expected = salted_hmac("drf_signet.throttles", name, hashing_key(), algorithm="sha256").hexdigest()
        assert hidden(name) == expected[:32]
