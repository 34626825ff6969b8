"""The settings of codes by mail: in force at once when they change, and put back as they were."""

from __future__ import annotations

import pytest
from django.test import override_settings

from tests.accounts.person import Person
from tests.conf.effect import Effect
from tests.mailed_codes.code_setting_effects import EFFECTS


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
def test_a_changed_setting_is_in_force_at_once_and_put_back(ada: Person, effect: Effect) -> None:
    """What is seen from outside changes with ``override_settings``, inside of it and back again."""
    with override_settings(SIGNET=effect.base):
        assert effect.see(ada) == effect.before
        with override_settings(SIGNET={**effect.base, **effect.change}):
            assert effect.see(ada) == effect.after
        assert effect.see(ada) == effect.before
