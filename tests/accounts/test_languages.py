"""A project in another language: nothing that accounts say is left in English."""

from __future__ import annotations

import pytest

from drf_signet import errors
from drf_signet.errors import LinkError, ThrottledError, TokenUserError, UnavailableError
from tests.accounts.endpoints import ENDPOINTS, client_for, send
from tests.accounts.person import Person
from tests.others.languages.catalogues import assert_translated, translate_everything
from tests.others.languages.raised import every_error, raising

LINKS = "drf_signet.accounts.link_serializers"
FORMS = "drf_signet.accounts.serializers"
PASSWORDS = "drf_signet.accounts.password_serializers"
FLOWS = {
    "sign-up": (f"{FORMS}.wait_for_link", (errors.AddressTakenError, errors.NameTakenError)),
    "activation": (f"{LINKS}.activate", (LinkError,)),
    "resend": (f"{LINKS}.request_activation", ()),
    "reset": (f"{LINKS}.request_password_reset", ()),
    "check": (f"{LINKS}.check_password_reset", (LinkError,)),
    "confirm": (f"{LINKS}.reset_password", (LinkError,)),
    "set-password": (f"{PASSWORDS}.change_password", (errors.WrongPasswordError, TokenUserError)),
    "set-email": (f"{PASSWORDS}.request_email_change", (errors.WrongPasswordError, TokenUserError)),
    "set-email-confirm": (f"{LINKS}.change_email", (LinkError,)),
    "delete": (f"{PASSWORDS}.delete_account", (errors.WrongPasswordError, errors.AccountInUseError)),
}


TRIED = frozenset(
    ("missing", "null", "list", "empty", "nul", "soft-hyphen", "cyrillic-in-latin", "too-short", "common")
)


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.usefixtures("unlimited")
def test_whatever_a_flow_raises(person: Person, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The refusal is in the language of the request."""
    endpoint = ENDPOINTS[name]
    client = client_for(endpoint, person)
    translate_everything(monkeypatch)
    flow, own = FLOWS[name]
    for error in every_error(*own, ThrottledError, UnavailableError):
        monkeypatch.setattr(flow, raising(error))
        answer = send(endpoint, person, client)
        assert 400 <= answer.status_code != 500, (error, answer.content)
        assert_translated(answer.json())


@pytest.mark.parametrize("name", ENDPOINTS)
@pytest.mark.usefixtures("unlimited")
def test_whatever_is_wrong_with_a_field(person: Person, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The text under its name, too."""
    endpoint = ENDPOINTS[name]
    client = client_for(endpoint, person)
    translate_everything(monkeypatch)
    for field, values in endpoint.bad.items():
        for value in [value for kind, value in values.items() if kind in TRIED]:
            answer = send(endpoint, person, client, **{field: value})
            if answer.status_code >= 400:
                assert_translated(answer.json())


def test_what_is_answered_where_all_is_well(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence after a sign-up."""
    translate_everything(monkeypatch)
    answer = send(ENDPOINTS["sign-up"], person)
    assert answer.status_code == 201
    assert_translated(answer.json())
