"""What such a member is made of, by what a provider says."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib.auth import get_user_model


def fields_of(identity: Any) -> dict[str, object]:
    """A number, a birthday, a nickname and a team: the manager or the model insists on each."""
    claims, member = identity.claims, cast(Any, get_user_model())
    team = member._meta.get_field("team").related_model
    born = date.fromisoformat(str(claims["birthdate"]))
    return {
        "phone": claims["phone_number"],
        "born": born,
        "nickname": claims["nickname"],
        "team": team._default_manager.get_or_create(name="Reds")[0],
    }
