"""A browser is sent to a provider and comes back, or somebody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.core import mail
from django.http import HttpRequest
from django.test import override_settings
from django.utils import timezone
from rest_framework.exceptions import PermissionDenied

from drf_signet.identities import provider_requests
from drf_signet.identities.models import Identity, ProviderRequest
from drf_signet.identities.return_page import NAMES
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.retries import until_settled
from drf_signet.signals import signing_in
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, sign_in
from tests.identities.doors import OWN_PAGE, REFRESH, STATE, by_code, come_back, end_of, start
from tests.identities.stand_in import StandIn, said

MANY = "https://app.example.com/back#error=too_many_fields"

pytestmark = pytest.mark.django_db


def test_there_and_back(person: Person, api: Client, providers: StandIn) -> None:
    """The cookie of the refresh token is set, and the page gets an access token with it. The state leaves no trace."""
    state = start(api)
    assert providers.began == [("google", "https://testserver/api/browser/identities/google/callback/")]
    bound = api.cookies[STATE]
    assert (bound["samesite"], bound["httponly"], bound["secure"], bound["path"]) == ("Lax", True, True, "/")
    assert bound["max-age"] == 600
    row = ProviderRequest.objects.get()
    assert {state, bound.value}.isdisjoint((row.state, row.browser))
    answer = come_back(api, code=providers.code_for(said()), state=state)
    assert end_of(answer) == "signed_in"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.content
    given = providers.asked[0]
    assert (given["nonce"], given["code_verifier"]) == (row.nonce, row.code_verifier)
    assert given["redirect_uri"] == providers.began[0][1]
    refreshed = api.post("/api/browser/token/refresh/", **OWN_PAGE)
    assert refreshed.status_code == 200
    assert Session.objects.get().user == person


def test_a_state_is_good_once(person: Person, api: Client, providers: StandIn) -> None:
    """The second time is another sign-in, or a page that was loaded again."""
    state = start(api)
    assert end_of(come_back(api, code=providers.code_for(said()), state=state)) == "signed_in"
    again = come_back(api, code=providers.code_for(said()), state=state)
    assert end_of(again) == "error=state_lost"
    assert REFRESH not in again.cookies
    assert Session.objects.count() == 1


def test_a_state_of_another_browser_is_good_for_nothing(person: Person, api: Client, providers: StandIn) -> None:
    """Otherwise an attacker signs somebody in as the attacker. And it isn't used up by that."""
    state, code = start(api), providers.code_for(said())
    victim = Client(raise_request_exception=False)
    assert end_of(come_back(victim, code=code, state=state)) == "error=state_lost"
    start(victim)
    assert end_of(come_back(victim, code=code, state=state)) == "error=state_lost"
    assert not Session.objects.exists()
    assert end_of(come_back(api, code=code, state=state)) == "signed_in"


@pytest.mark.parametrize(
    "query", [{}, {"state": ""}, {"state": "x" * 5_000}, {"state": "\x00"}, {"state": "\U0001f600"}]
)
def test_without_a_state_the_person_sees_a_page(api: Client, query: dict[str, str]) -> None:
    """Whatever somebody made of the address."""
    start(api)
    assert end_of(come_back(api, code="code", **query)) == "error=state_lost"


def test_a_state_is_of_one_provider_and_of_ten_minutes(api: Client, providers: StandIn) -> None:
    """Its code is for that one."""
    state = start(api)
    assert end_of(come_back(api, "hub", code=providers.code_for(said()), state=state)) == "error=state_lost"
    state = start(api)
    ProviderRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert end_of(come_back(api, code=providers.code_for(said()), state=state)) == "error=state_lost"
    start(api)
    assert ProviderRequest.objects.count() == 1, "expired rows are deleted"


def test_a_row_that_another_process_deletes_meanwhile_is_lost(
    person: Person, api: Client, providers: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clock is ahead, so to it the row had expired a moment before it was used."""

    def use_and_delete(act: Callable[[], object]) -> object:
        done = until_settled(act)
        ProviderRequest.objects.all().delete()
        return done

    state = start(api)
    monkeypatch.setattr(provider_requests, "until_settled", use_and_delete)
    assert end_of(come_back(api, code=providers.code_for(said()), state=state)) == "error=state_lost"


def test_two_tabs_do_not_disturb_each_other(person: Person, api: Client, providers: StandIn) -> None:
    """Both come back."""
    first, second = start(api), start(api, "hub")
    assert end_of(come_back(api, code=providers.code_for(said()), state=first)) == "signed_in"
    hub = come_back(api, "hub", code=providers.code_for(said("grace@example.com", provider="hub")), state=second)
    assert end_of(hub) == "error=email_not_verified"


def test_each_error_leads_to_the_page(person: Person, api: Client, providers: StandIn) -> None:
    """With its code, and no text of the provider's."""
    state = start(api)
    refused = come_back(api, state=state, error="access_denied", error_description="<script>")
    assert end_of(refused) == "error=provider_refused"
    assert end_of(come_back(api, state=start(api), code="wrong")) == "error=code_refused"
    unknown = said("ada@example.com", provider="hub")
    assert end_of(come_back(api, "hub", state=start(api, "hub"), code=providers.code_for(unknown))) == (
        "error=account_exists"
    )
    assert end_of(come_back(api)) == "error=state_lost"


@pytest.mark.parametrize(("code", "told"), [("second_factor", "second_factor"), ("a b#&", "a%20b%23%26")])
def test_a_refusal_of_the_project_has_its_own_code(
    person: Person, api: Client, providers: StandIn, code: str, told: str
) -> None:
    """Such as that of a receiver of signing_in. It opens nothing in the fragment."""

    def refuse(**kwargs: object) -> None:
        raise PermissionDenied("Not today.", code)

    signing_in.connect(refuse)
    try:
        answer = come_back(api, state=start(api), code=providers.code_for(said()))
    finally:
        signing_in.disconnect(refuse)
    assert end_of(answer) == f"error={told}"
    assert REFRESH not in answer.cookies


def test_the_session_of_before_ends(person: Person, api: Client, providers: StandIn) -> None:
    """Its cookie doesn't come along from another site, so the start remembers it."""
    body = {"code": providers.code_for(said()), "redirect_uri": "u", "code_verifier": "v"}
    api.post("/api/browser/identities/google/token/", body, format="json", **OWN_PAGE)
    state = start(api)
    del api.cookies[REFRESH]
    assert end_of(come_back(api, code=providers.code_for(said()), state=state)) == "signed_in"
    former, present = Session.objects.order_by("created_at")
    assert (former.revoke_reason, present.revoked_at) == (Reason.LOGOUT, None)


def test_a_form_of_the_provider_becomes_a_get(person: Person, api: Client, providers: StandIn) -> None:
    """Apple sends one. The cookie that binds the state comes along with a GET alone, so nothing is done before."""
    state, code = start(api), providers.code_for(said())
    path = "/api/browser/identities/google/callback/"
    foreign: dict[str, Any] = {"HTTP_ORIGIN": "https://appleid.apple.com", "HTTP_SEC_FETCH_SITE": "cross-site"}
    form = {"code": code, "state": state, "user": "{}", "next": "https://evil.example.com"}
    kind = "application/x-www-form-urlencoded"
    answer = Client().post(path, urlencode(form), content_type=kind, secure=True, **foreign)
    assert answer.status_code == 303
    assert parse_qs(answer["Location"].removeprefix("?")) == {"code": [code], "state": [state]}
    assert not answer.cookies
    assert end_of(come_back(api, code=code, state=state)) == "signed_in"


def test_a_head_uses_nothing_up(api: Client) -> None:
    """Some programs look at links before anybody follows them."""
    assert api.head("/api/browser/identities/google/callback/", secure=True).status_code == 405


def page_of(request: HttpRequest) -> str:
    """As a project with several front ends writes it."""
    return f"https://{request.get_host()}/back"


def test_a_function_names_the_page(api: Client) -> None:
    """By the host, for example. An app has a page by a scheme of its own."""
    with signet(PROVIDER_RETURN_URL=f"{__name__}.page_of"):
        assert come_back(api)["Location"] == "https://testserver/back#error=state_lost"
    with signet(PROVIDER_RETURN_URL="myapp://back"):
        assert come_back(api)["Location"] == "myapp://back#error=state_lost"


@pytest.mark.parametrize("page", [None, "/back", "https://app.example.com/#x", "javascript:x", "no.such.function"])
def test_without_a_page_nobody_is_sent_away(api: Client, page: str | None) -> None:
    """503, before the browser goes to where nothing leads back from."""
    with signet(PROVIDER_RETURN_URL=page):
        answer = api.post("/api/browser/identities/google/start/", {}, format="json", **OWN_PAGE)
    assert (answer.status_code, answer.json()["code"]) == (503, "page_unavailable")
    assert not ProviderRequest.objects.exists()


def test_nobody_starts_from_another_site(api: Client) -> None:
    """Or with a provider that there is not."""
    foreign: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example.com"}
    answer = api.post("/api/browser/identities/google/start/", {}, format="json", secure=True, **foreign)
    assert answer.status_code == 403
    answer = api.post("/api/browser/identities/nobody/start/", {}, format="json", **OWN_PAGE)
    assert (answer.status_code, answer.json()["code"]) == (404, "provider_unknown")


def test_a_signed_in_browser_links(signed_in: Client, person: Person, providers: StandIn) -> None:
    """The session that began it says for whom, and goes on."""
    state = start(signed_in, "hub", link=True)
    browser = Client(raise_request_exception=False)
    browser.cookies = signed_in.cookies
    answer = come_back(browser, "hub", state=state, code=providers.code_for(said("x@y.org", provider="hub")))
    assert end_of(answer) == "linked"
    assert REFRESH not in answer.cookies
    assert Identity.objects.get().user == person
    assert signed_in.refresh().status_code == 200
    assert Session.objects.count() == 1


def test_linking_needs_a_session_that_goes_on(signed_in: Client, api: Client, providers: StandIn) -> None:
    """When it begins, and when the browser comes back."""
    answer = api.post("/api/browser/identities/hub/start/", {"link": True}, format="json", **OWN_PAGE)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    state = start(signed_in, "hub", link=True)
    Session.objects.update(revoked_at=timezone.now())
    answer = come_back(signed_in, "hub", state=state, code=providers.code_for(said("x@y.org", provider="hub")))
    assert end_of(answer) == "error=state_lost"
    assert not Identity.objects.exists()


def test_an_old_access_token_starts_no_link(signed_in: Client) -> None:
    """A stolen one would let its thief in for good."""
    Session.objects.update(created_at=timezone.now() - timedelta(hours=1))
    signed_in.carry(signed_in.refresh().json())
    answer = signed_in.post("/api/browser/identities/hub/start/", {"link": True}, format="json", **OWN_PAGE)
    assert (answer.status_code, answer.json()["max_age"]) == (401, "600")


@pytest.mark.parametrize("body", ["%ff=%ff", "a=" * 2_000, "x" * 3_000_000])
def test_a_form_that_is_none_leads_to_the_page(api: Client, body: str) -> None:
    """Whoever sent it."""
    path, kind = "/api/browser/identities/google/callback/", "application/x-www-form-urlencoded"
    answer = api.post(path, body, content_type=kind, secure=True)
    assert answer.status_code == 303
    assert answer["Location"] in ("?", "https://app.example.com/back#error=body_too_large", MANY)


def test_nobody_is_mailed(person: Person, api: Client, providers: StandIn) -> None:
    """A sign-in of somebody known needs no mail."""
    by_code(api, providers.code_for(said()))
    mail.outbox.clear()
    by_code(api, providers.code_for(said()))
    assert mail.outbox == []


@pytest.mark.parametrize("is_redirect", [True, False], ids=["redirect", "page"])
def test_a_browser_is_a_new_device_once(person: Person, providers: StandIn, is_redirect: bool) -> None:
    """A mail tells of the first sign-in there alone: the browser keeps the cookie that it is known by."""

    def mails_after_sign_in(browser: Client) -> int:
        mail.outbox.clear()
        if is_redirect:
            assert end_of(come_back(browser, state=start(browser), code=providers.code_for(said()))) == "signed_in"
        else:
            body = {"code": providers.code_for(said()), "redirect_uri": "myapp://back", "code_verifier": "v" * 43}
            answer = browser.post("/api/browser/identities/google/token/", body, format="json", **OWN_PAGE)
            assert answer.status_code == 200, answer.content
        return sum("New sign-in" in str(one.subject) for one in mail.outbox)

    with signet(SIGN_IN_NOTICE_URL="https://app.example.com/not-me#{token}"):
        sign_in(person)
        browser = Client()
        assert [mails_after_sign_in(browser) for _ in range(2)] == [1, 0]
        assert mails_after_sign_in(Client()) == 1


@pytest.mark.parametrize(
    ("page", "is_said"),
    [("http://localhost:8000/", True), ("http://127.0.0.1:5173/", False), ("https://app.example.com/", False)],
)
def test_a_page_at_another_name_of_this_machine_is_said_in_the_log(
    api: Client, caplog: pytest.LogCaptureFixture, page: str, is_said: bool
) -> None:
    """The sign-in works, and the page gets no cookie: nothing else would say why."""
    NAMES.forget()
    with signet(PROVIDER_RETURN_URL=page), override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
        for _ in range(2):
            answer = api.post(
                "/api/browser/identities/google/start/", {}, format="json", HTTP_HOST="127.0.0.1:8000", **OWN_PAGE
            )
            assert answer.status_code == 200
    assert sum("Open the page by one name" in one.getMessage() for one in caplog.records) == is_said
