"""The settings of accounts: in force at once when they change, and put back as they were."""

from __future__ import annotations

import re
from dataclasses import fields
from inspect import getsource

import pytest
from django.test import override_settings

from drf_signet import settings
from drf_signet.conf import read
from drf_signet.settings import Settings
from tests.accounts.person import Person
from tests.accounts.setting_effects import EFFECTS
from tests.conf.effect import Effect


def test_every_setting_of_accounts_has_an_effect() -> None:
    """Those whose docstring says that they are of accounts."""
    documented = re.findall(
        r'^    ([A-Z_]+): [^\n]+\n(?: {8}[^\n]+\n    \)\n)?    """(.*?)"""',
        getsource(settings),
        re.MULTILINE | re.DOTALL,
    )
    assert len(documented) == len(fields(Settings))
    assert sorted(name for name, words in documented if words.endswith("(Accounts.)")) == sorted(EFFECTS)


@pytest.mark.parametrize("name", EFFECTS)
def test_the_effect_is_of_that_setting(name: str) -> None:
    """Each case changes the setting it is named for, and nothing else."""
    assert list(EFFECTS[name].change) == [name]
    assert EFFECTS[name].before != EFFECTS[name].after


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
def test_a_changed_setting_is_in_force_at_once_and_put_back(unverified: Person, effect: Effect) -> None:
    """What is seen from outside changes with ``override_settings``, inside of it and back again."""
    with override_settings(SIGNET=effect.base):
        assert effect.see(unverified) == effect.before
        with override_settings(SIGNET={**effect.base, **effect.change}):
            assert effect.see(unverified) == effect.after
        assert effect.see(unverified) == effect.before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"EMAIL_VERIFICATION": "sometimes"},
            "SIGNET['EMAIL_VERIFICATION'] should be one of 'mandatory', 'optional', 'none', not 'sometimes'.",
        ),
        (
            {"ACTIVATION_LIFETIME": 3},
            "SIGNET['ACTIVATION_LIFETIME'] should be a datetime.timedelta, not 3.",
        ),
        ({"SITE_NAME": 5}, "SIGNET['SITE_NAME'] should be a string or None, not 5."),
    ],
)
def test_a_value_of_the_wrong_kind_is_said_to_be(changes: dict[str, object], message: str) -> None:
    """In the words of the system checks."""
    assert [one.message for one in read(changes)[1]] == [message]
