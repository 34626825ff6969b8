"""A ``validate`` of a project returns less than it got: that is a refusal, and no 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import resolve

from tests.accounts.endpoints import ENDPOINTS, Endpoint, send
from tests.accounts.person import Client, Person

pytestmark = pytest.mark.usefixtures("unlimited")

each_endpoint = pytest.mark.parametrize("name", [name for name in ENDPOINTS if name != "me"])
"""Where something is done with what was sent, and not only stored."""


class Odd:
    """A ``validate`` that the test chooses."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def let(self, endpoint: Endpoint, validate: Any) -> None:
        """Let the serializer of *endpoint* be one of a project's, with *validate*."""
        view: Any = resolve(f"/api/users/{endpoint.path}").func.cls  # type: ignore[attr-defined]
        name = "delete_serializer_class" if endpoint.method == "delete" else "serializer_class"
        own = type("Own", (getattr(view, name),), {"validate": validate, "__module__": __name__})
        self._monkeypatch.setattr(view, name, own)


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Odd:
    """A project's own."""
    return Odd(monkeypatch)


@each_endpoint
@pytest.mark.parametrize("is_emptied", [True, False], ids=["gone", "none"])
def test_what_validate_takes_away_the_flow_does_not_have(person: Person, odd: Odd, name: str, is_emptied: bool) -> None:
    """A project that takes it away, or puts None in its place, refuses it: no link is sent, and nothing is changed."""
    endpoint = ENDPOINTS[name]
    left: dict[str, None] = {} if is_emptied else dict.fromkeys(endpoint.good)
    odd.let(endpoint, lambda self, attrs: left)
    before = len(mail.outbox)
    answer = send(endpoint, person)
    assert (answer.status_code, answer.json().get("code")) == (400, "invalid")
    assert len(mail.outbox) == before


def test_what_nobody_sent_is_required(person: Person, odd: Odd, api: Client) -> None:
    """A subclass doesn't ask for it, and nothing puts it there."""
    endpoint = ENDPOINTS["reset"]
    odd.let(endpoint, lambda self, attrs: attrs)
    view: Any = resolve("/api/users/reset_password/").func.cls  # type: ignore[attr-defined]
    view.serializer_class.get_fields = lambda self: {}
    answer = send(endpoint, person)
    assert (answer.status_code, answer.json()) == (400, {"email": ["This field is required."], "code": "invalid"})
