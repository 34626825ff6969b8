"""THROTTLE_RATES: other limits than the usual ones."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from drf_signet.conf import get_rates
from drf_signet.errors import ThrottledError
from drf_signet.rate_limits import count
from drf_signet.rates import USUAL_RATES
from tests.conftest import NOON


def through(number: int, scope: str) -> int:
    """Of *number*, how many are let through."""
    found = 0
    for _ in range(number):
        try:
            count({scope: "ada"}, NOON)
            found += 1
        except ThrottledError:
            pass
    return found


@pytest.mark.parametrize("scope", USUAL_RATES)
def test_each_limit_can_be_changed_and_lifted(scope: str) -> None:
    """In force at once, for this one alone."""
    with override_settings(SIGNET={"THROTTLE_RATES": {scope: "2/m"}}):
        assert through(5, scope) == 2
        others = {name: rate for name, rate in get_rates().items() if name != scope}
        with override_settings(SIGNET={"THROTTLE_RATES": {scope: None}}):
            assert through(5, scope) == 5
            assert count({scope: "ada"}, NOON).keys == ()
            assert {name: rate for name, rate in get_rates().items() if name != scope} == others
        assert through(5, scope) == 0


def test_without_a_limit_nothing_is_counted_and_no_cache_needed() -> None:
    """A project that counts elsewhere has no use for the cache."""
    nowhere = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
    with override_settings(CACHES=nowhere, SIGNET={"THROTTLE_RATES": dict.fromkeys(USUAL_RATES)}):
        assert sum(through(50, scope) for scope in USUAL_RATES) == 50 * len(USUAL_RATES)


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ({"sign_in_ip": ""}, "'' is not a rate such as"),
        ({"sign_in_ip": "0/m"}, "'0/m' is not a rate such as"),
        ({"sign_in_ip": "ten/m"}, "'ten/m' is not a rate such as"),
        ({"sign_in_ip": "10/m "}, "'10/m ' is not a rate such as"),
        ({"SIGN_IN_IP": "10/m"}, "nothing is counted under SIGN_IN_IP."),
        ({"": "10/m"}, "nothing is counted under ."),
        ({"login": None, "anon": None}, "nothing is counted under anon, login."),
    ],
)
def test_a_wrong_rate_is_told_when_the_project_starts(rates: dict[str, str | None], said: str) -> None:
    """E015, with a list of what is counted."""
    with override_settings(SIGNET={"THROTTLE_RATES": rates}):
        (error,) = [one for one in run_checks() if one.id == "signet.E015"]
        assert said in error.msg
        assert "sign_in_account_ip" in str(error.hint)


def test_who_goes_on_with_a_wrong_rate_is_stopped() -> None:
    """In the words of the check."""
    wrong = {"THROTTLE_RATES": {"sign_in_ip": "ten/m"}}
    with override_settings(SIGNET=wrong), pytest.raises(ImproperlyConfigured, match="THROTTLE_RATES"):
        count({"sign_in_ip": "ada"}, NOON)


@pytest.mark.parametrize("rates", [[], "10/m", None, {"sign_in_ip": 10}, {1: "10/m"}])
def test_what_is_no_table_of_rates_is_told_as_well(rates: object) -> None:
    """E002, which says what it should be."""
    with override_settings(SIGNET={"THROTTLE_RATES": rates}):
        assert [one.id for one in run_checks() if "THROTTLE_RATES" in one.msg] == ["signet.E002"]
