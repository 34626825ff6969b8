"""A ``validate`` of a project returns less than it got, or raises: there is an answer to each."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import resolve
from rest_framework.exceptions import ValidationError

from drf_signet.errors import LinkError, LinkExpiredError
from tests.accounts.endpoints import ENDPOINTS, Endpoint, send
from tests.accounts.person import Client, Person

pytestmark = pytest.mark.usefixtures("unlimited")

LOST: dict[str, Any] = {
    "an-empty-dict": {},
    "no-text": dict.fromkeys(("token", "email", "current_password", "new_password", "new_email", "password"), 5),
}

each_endpoint = pytest.mark.parametrize("name", list(ENDPOINTS))


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


@pytest.mark.parametrize("returned", LOST.values(), ids=list(LOST))
@each_endpoint
def test_what_the_fields_read_is_enough(person: Person, odd: Odd, name: str, returned: Any) -> None:
    """The answer is that of an endpoint of ours."""
    endpoint = ENDPOINTS[name]
    given = {one: value for one, value in returned.items() if one in endpoint.good} if returned else returned
    odd.let(endpoint, lambda self, attrs: given)
    assert send(endpoint, person).status_code in {200, 201, 204}


def test_what_nobody_sent_is_required(person: Person, odd: Odd, api: Client) -> None:
    """A subclass doesn't ask for it, and nothing puts it there."""
    endpoint = ENDPOINTS["reset"]
    odd.let(endpoint, lambda self, attrs: attrs)
    view: Any = resolve("/api/users/reset_password/").func.cls  # type: ignore[attr-defined]
    view.serializer_class.get_fields = lambda self: {}
    answer = send(endpoint, person)
    assert (answer.status_code, answer.json()) == (400, {"email": ["This field is required."], "code": "invalid"})


@pytest.mark.parametrize("error", [LinkError, LinkExpiredError])
@pytest.mark.parametrize("name", ["activation", "check", "confirm", "set-email-confirm"])
def test_an_error_of_a_flow_keeps_its_code(person: Person, odd: Odd, name: str, error: type[LinkError]) -> None:
    """Raised in ``validate``, as it is where the flow raises it."""

    def validate(self: object, attrs: object) -> None:
        raise error

    odd.let(ENDPOINTS[name], validate)
    answer = send(ENDPOINTS[name], person)
    assert (answer.status_code, list(answer.json())) == (400, ["token", "code"])
    assert answer.json()["code"] == error.code


@pytest.mark.parametrize("name", ["me", "delete"])
def test_an_error_of_a_flow_keeps_its_code_at_ones_own_account(person: Person, odd: Odd, name: str) -> None:
    """Under its field."""

    def validate(self: object, attrs: object) -> None:
        raise LinkError

    odd.let(ENDPOINTS[name], validate)
    answer = send(ENDPOINTS[name], person)
    assert (answer.status_code, answer.json()["code"]) == (400, LinkError.code)


@pytest.mark.parametrize(("path", "name"), [("reset_password/", "reset"), ("me/", "me")])
def test_a_list_of_errors_has_a_code(person: Person, monkeypatch: pytest.MonkeyPatch, path: str, name: str) -> None:
    """A view of a project raises it, over ours."""
    view: Any = resolve(f"/api/users/{path}").func.cls  # type: ignore[attr-defined]

    def initial(self: object, *args: object, **kwargs: object) -> None:
        raise ValidationError(["Closed.", "Come back."])

    monkeypatch.setattr(view, "initial", initial)
    answer = send(ENDPOINTS[name], person)
    assert answer.status_code == 400
    assert answer.json() == {"non_field_errors": ["Closed.", "Come back."], "code": "invalid"}
