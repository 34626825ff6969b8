"""The visible effects of the settings of identities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model

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
