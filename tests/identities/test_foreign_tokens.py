"""An access token of another issuer (ISSUERS) is of a user here, and of no session here."""

from __future__ import annotations

import time
from typing import Final

import pytest

from drf_signet.identities.models import ProviderRequest
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, make_person, sign_in
from tests.identities.doors import OWN_PAGE
from tests.issuers.realm import AUDIENCE, NORTH, publishing

pytestmark = pytest.mark.django_db

ENTRY: Final = {"audience": AUDIENCE, "user": "get", "user_field": "email"}
START: Final = "/api/browser/identities/hub/start/"


def test_no_token_of_another_issuer_links_to_the_session_that_it_names(person: Person) -> None:
    """Its sid is whatever that issuer says: that of a stranger's session here, for one."""
    sign_in(person)
    victims = str(Session.objects.get().pk)
    mallory = make_person("mallory")
    browser = Client(raise_request_exception=False)
    with signet(ISSUERS={NORTH.issuer: ENTRY}), publishing(NORTH):
        raw = NORTH.token(sub=mallory.email, sid=victims, auth_time=int(time.time()))
        browser.credentials(HTTP_AUTHORIZATION=f"Bearer {raw}")
        assert browser.get("/api/users/me/").json()["email"] == mallory.email
        answer = browser.post(START, {"link": True}, format="json", **OWN_PAGE)
    assert (answer.status_code, answer.json().get("code")) == (401, "token_not_valid")
    assert not ProviderRequest.objects.exists()
