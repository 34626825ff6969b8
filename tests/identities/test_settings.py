"""The settings of identities: in force at once when they change, and put back as they were."""

from __future__ import annotations

import re
from inspect import getsource

import pytest

from drf_signet import settings
from tests.accounts.changed import signet
from tests.identities.identity_setting_effects import EFFECTS
from tests.identities.stand_in import StandIn


def test_every_setting_of_identities_has_an_effect() -> None:
    """Those whose docstring says that they are of identities."""
    documented = re.findall(
        r'^    (PROVIDER_[A-Z_]+): [^\n]+\n    """(.*?)"""', getsource(settings), re.MULTILINE | re.DOTALL
    )
    assert sorted(name for name, words in documented if words.endswith("(Identities.)")) == sorted(EFFECTS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", EFFECTS)
def test_a_changed_setting_is_in_force_at_once_and_put_back(providers: StandIn, name: str) -> None:
    """Inside of the block, and back again after it."""
    see, value, after = EFFECTS[name]
    before = see(providers)
    assert before != after
    with signet(**{name: value}):
        assert see(providers) == after
    assert see(providers) == before
