"""How often somebody may ask and guess; and that strangers lock nobody out for good."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache

from drf_signet.mailed_codes.codes import code_of
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.throttles import FROM_EVERYWHERE
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, credentials
from tests.mailed_codes.asking import ask, asked, confirm, device, follow, last_code, last_link, wrong

pytestmark = pytest.mark.usefixtures("ada", "noon")


@pytest.fixture(autouse=True)
def _from_nothing() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def strangers(count: int) -> Iterator[Client]:
    """Devices in so many places."""
    for number in range(count):
        yield device(f"198.51.{100 + number // 250}.{1 + number % 250}")


def guess(count: int) -> set[int]:
    """The statuses of so many wrong codes, each from another place, five with each request."""
    found: set[int] = set()
    request = ""
    for number, stranger in enumerate(strangers(count)):
        if number % 5 == 0:
            request = asked(stranger)
        code = "ABCDEF" if not mail.outbox else wrong(last_code())
        found.add(confirm(stranger, request, code).status_code)
    return found


def test_asking_is_counted_by_place(phone: Client) -> None:
    """The limit is that of every mail."""
    with signet(THROTTLE_RATES={"mail_ip": "3/h"}):
        assert [ask(phone, f"n{number}").status_code for number in range(4)] == [200, 200, 200, 429]
        assert ask(device("198.51.100.1")).status_code == 200


def test_one_place_has_few_mails_sent(phone: Client) -> None:
    """And takes nothing from what others may have: the owner asks elsewhere, and gets a mail."""
    stranger = device("198.51.100.1")
    for _ in range(5):
        assert ask(stranger).status_code == 200
    assert len(mail.outbox) == 3
    assert confirm(phone, asked(phone), last_code()).status_code == 200


def test_all_places_together_have_some_mails_sent() -> None:
    """Nobody's mailbox is filled from many addresses."""
    for stranger in strangers(30):
        ask(stranger)
    assert len(mail.outbox) == 3 * FROM_EVERYWHERE


def test_a_place_of_the_owners_has_its_own(phone: Client) -> None:
    """However many were sent for others."""
    assert confirm(phone, asked(phone), last_code()).status_code == 200
    for stranger in strangers(30):
        ask(stranger)
    mail.outbox.clear()
    assert confirm(phone, asked(phone), last_code()).status_code == 200


def test_a_code_that_was_not_mailed_is_never_right() -> None:
    """So nobody guesses at more codes than mails were sent."""
    stranger = device("198.51.100.1")
    for _ in range(3):
        asked(stranger)
    request = asked(stranger)
    row = MailedCode.objects.get(mailed_at__isnull=True)
    answer = confirm(stranger, request, code_of(row))
    assert (answer.status_code, answer.json()["code"]) == (400, "code_invalid")


def test_guesses_at_all_codes_of_an_account_are_counted_from_everywhere() -> None:
    """With new codes from new places, the limit holds."""
    with signet(THROTTLE_RATES={"sign_in_account": "20/h"}):
        assert guess(20) == {400}
        assert guess(10) == {429}


def test_a_place_has_a_limit_for_one_account(phone: Client) -> None:
    """Lower than the one for all places."""
    with signet(THROTTLE_RATES={"sign_in_account_ip": "7/h"}):
        statuses = [confirm(phone, asked(phone), "000000").status_code for _ in range(8)]
        assert statuses == [400] * 7 + [429]


def test_a_place_of_the_owners_is_not_locked(phone: Client) -> None:
    """Whatever strangers guess elsewhere."""
    with signet(THROTTLE_RATES={"sign_in_account": "20/h"}):
        assert confirm(phone, asked(phone), last_code()).status_code == 200
        guess(25)
        assert confirm(phone, asked(phone), last_code()).status_code == 200
        elsewhere = device("192.0.2.77")
        assert confirm(elsewhere, asked(phone), last_code()).status_code == 429


def test_the_link_is_never_locked() -> None:
    """Nobody can guess it. It opens the place for codes, too."""
    with signet(THROTTLE_RATES={"sign_in_account": "20/h"}):
        guess(25)
        elsewhere = device("192.0.2.77")
        request = asked(elsewhere)
        assert confirm(elsewhere, request, last_code()).status_code == 429
        assert follow(elsewhere, last_link(), request=request).status_code == 200
        assert confirm(elsewhere, asked(elsewhere), last_code()).status_code == 200


def test_guesses_at_codes_lock_no_password(ada: Person) -> None:
    """Nor the other way round."""
    with signet(THROTTLE_RATES={"sign_in_account": "20/h"}):
        guess(25)
        phone = device()
        assert phone.post("/api/token/", credentials(ada)).status_code == 200


def test_a_right_code_is_no_guess(phone: Client) -> None:
    """A user may sign in as often as they like."""
    with signet(THROTTLE_RATES={"sign_in_account_ip": "2/h", "mail_address": "50/h"}):
        assert {confirm(phone, asked(phone), last_code()).status_code for _ in range(5)} == {200}
