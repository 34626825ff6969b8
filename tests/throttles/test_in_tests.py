"""`drf_signet.testing`: throttles that are off, and on, in the tests of others."""

from __future__ import annotations

import asyncio
import unittest
from collections.abc import Callable
from threading import Thread
from unittest import TestCase

import pytest
from django.contrib.auth.models import User
from django.test import TestCase as DjangoTestCase
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import ThrottledError
from drf_signet.rates import USUAL_RATES
from drf_signet.testing import ThrottlesOff, ThrottlesOn, throttles_off, throttles_on
from drf_signet.throttles import (
    count_attempt,
    count_mail,
    count_mail_to,
    count_password,
    count_refresh,
    count_sign_up,
    welcome_owner,
)
from tests.conftest import NOON
from tests.throttles.places import EVERY_SIGN_IN, HERE, sign_in, statuses


def mail_to() -> None:
    """A mail that isn't sent raises nothing."""
    if count_mail_to("ada@example.com", "activation", 1) is None:
        raise ThrottledError(1)


COUNTED: dict[str, Callable[[], object]] = {
    "sign_in": lambda: count_attempt("ada", HERE),
    "sign_in without an address": lambda: count_attempt("ada", None),
    "refresh": lambda: count_refresh(HERE, "session"),
    "password": lambda: count_password(1),
    "sign_up": lambda: count_sign_up(HERE),
    "mail": lambda: count_mail("password_reset", HERE),
    "mail to": mail_to,
}
LOW = {"THROTTLE_RATES": dict.fromkeys(USUAL_RATES, "2/h")}
EVERY_COUNT = pytest.mark.parametrize("count", COUNTED.values(), ids=COUNTED)


@EVERY_COUNT
@override_settings(SIGNET=LOW)
def test_everything_that_is_counted_is_off_and_on(count: Callable[[], object]) -> None:
    """Whatever was counted before; and what is counted meanwhile isn't there afterwards."""

    def is_throttled(times: int) -> bool:
        try:
            for _ in range(times):
                count()
        except ThrottledError:
            return True
        return False

    assert is_throttled(3)
    with throttles_off():
        assert not is_throttled(9)
        with throttles_on():
            assert not is_throttled(2)
            assert is_throttled(1)
            with throttles_off():
                assert not is_throttled(9)
        assert not is_throttled(9)
    assert is_throttled(1)
    with throttles_on():
        assert not is_throttled(2)


@EVERY_SIGN_IN
def test_no_sign_in_is_throttled(user: User, api: APIClient, path: str) -> None:
    """At any endpoint, also where a test has settings of its own."""
    with throttles_off(), override_settings(SIGNET=LOW):
        assert statuses([sign_in(api, path) for _ in range(12)]) == [401] * 12


@override_settings(SIGNET=LOW)
def test_it_holds_in_other_threads() -> None:
    """As the server of a live server test is one."""
    failed: list[bool] = []

    def try_often() -> None:
        try:
            for _ in range(9):
                count_password(1)
        except ThrottledError:
            failed.append(True)

    with throttles_off():
        thread = Thread(target=try_often)
        thread.start()
        thread.join()
    assert failed == []


@override_settings(SIGNET=LOW)
def test_a_clock_that_stands_still_throttles_and_one_that_is_moved_lets_go() -> None:
    """Counted from nothing each time, though it is the same hour again."""
    for _ in range(2):
        with throttles_on():
            for _ in range(2):
                count_password(1, NOON)
            with pytest.raises(ThrottledError) as caught:
                count_password(1, NOON)
            count_password(1, NOON.fromtimestamp(NOON.timestamp() + caught.value.wait, NOON.tzinfo))


@override_settings(SIGNET=LOW)
def test_what_speaks_for_an_owner_is_forgotten_as_well() -> None:
    """A place of theirs, and a reset, are those of one test."""
    with throttles_on():
        welcome_owner(["ada"], 1, HERE)
    with throttles_on():
        for other in ("10.0.0.1", "10.0.0.2"):
            count_attempt("ada", other)
        with pytest.raises(ThrottledError):
            count_attempt("ada", HERE)


@override_settings(SIGNET=LOW)
def test_they_are_decorators() -> None:
    """Of functions, of those that are awaited, and of classes."""

    @throttles_off()
    def often() -> None:
        for _ in range(9):
            count_password(1)

    @throttles_off()
    async def often_awaited() -> None:
        often()
        count_password(1)

    @throttles_off()
    class Tests(TestCase):
        def test_often(self) -> None:
            often_undecorated()

    def often_undecorated() -> None:
        for _ in range(9):
            count_password(1)

    often()
    asyncio.run(often_awaited())
    assert outcome(Tests) == (1, 0)
    with pytest.raises(ThrottledError):
        often_undecorated()


@pytest.mark.django_db(transaction=True)
@override_settings(SIGNET=LOW)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_mixins_work_before_and_after_djangos_class(is_first: bool) -> None:
    """In set-ups of the class as well; and each test that is throttled is counted from nothing."""

    def count_often() -> None:
        for _ in range(9):
            count_password(1)

    def both(mixin: type[TestCase]) -> tuple[type[TestCase], ...]:
        return (mixin, DjangoTestCase) if is_first else (DjangoTestCase, mixin)

    def set_up(self: TestCase) -> None:
        """Without a call of the one above."""

    def count_twice(self: TestCase) -> None:
        count_password(1)
        count_password(1)
        with pytest.raises(ThrottledError):
            count_password(1)

    def test_off(self: TestCase) -> None:
        count_often()

    off = type(
        "Off",
        both(ThrottlesOff),
        {
            "setUpTestData": classmethod(lambda cls: count_often()),
            "test_off": test_off,
            "test_on": throttles_on()(count_twice),
            "setUp": set_up,
        },
    )
    on = type("On", both(ThrottlesOn), {"test_one": count_twice, "test_other": count_twice, "setUp": set_up})
    assert outcome(off) == (2, 0)
    assert outcome(on) == (2, 0)
    with pytest.raises(ThrottledError):
        count_often()


def outcome(tests: type[TestCase]) -> tuple[int, int]:
    """How many were run, and how many failed."""
    result = unittest.TestResult()
    unittest.TestSuite([unittest.defaultTestLoader.loadTestsFromTestCase(tests)]).run(result)
    assert result.errors + result.failures == []
    return result.testsRun, len(result.errors + result.failures)
