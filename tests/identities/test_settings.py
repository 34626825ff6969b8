"""The settings of identities: in force at once when they change, and put back as they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from inspect import getsource
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model

from drf_signet import settings
from tests.accounts.changed import signet
from tests.accounts.person import Client
from tests.identities.doors import arrive, come_back
from tests.identities.stand_in import StandIn

See = Callable[[StandIn], object]


def see_page(providers: StandIn) -> object:
    """Where a browser is led."""
    return str(come_back(Client())["Location"]).partition("#")[0]


def see_sign_up(providers: StandIn) -> object:
    """The status for somebody unknown."""
    get_user_model()._default_manager.all().delete()
    return arrive(Client(), providers).status_code


def see_fields(providers: StandIn) -> object:
    """The name of a new user."""
    see_sign_up(providers)
    user: Any = get_user_model()._default_manager.get()
    return getattr(user, "first_name", "") or getattr(user, "full_name", "")


def own_fields(identity: Any) -> dict[str, object]:
    """As a project writes it."""
    names = {field.name for field in get_user_model()._meta.get_fields()}
    return {"first_name" if "first_name" in names else "full_name": "Whoever"}


EFFECTS: Final[Mapping[str, tuple[See, object, object]]] = {
    "PROVIDER_RETURN_URL": (see_page, "https://other.org/in", "https://other.org/in"),
    "PROVIDER_SIGN_UP": (see_sign_up, False, 403),
    "PROVIDER_USER_FIELDS": (see_fields, f"{__name__}.own_fields", "Whoever"),
}
"""How to see each, a changed value, and what is seen then."""


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
