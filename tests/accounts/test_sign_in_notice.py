"""A mail tells of a sign-in from a device that the account never had, and its link undoes that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import TestCase
from django.utils import timezone
from django.utils.module_loading import import_string
from pytest_django import DjangoAssertNumQueries

from drf_signet.accounts import known_devices, sign_in_notice
from drf_signet.accounts.links import LIFETIMES, NOTICE_LIFETIME, Purpose, make_notice_token, make_token
from drf_signet.accounts.models import KnownDevice
from drf_signet.rates import USUAL_RATES
from drf_signet.sessions import purging
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import RefreshToken
from tests.accounts import own_pages
from tests.accounts.changed import signet
from tests.accounts.dispatchers import CALLS, REMEMBER
from tests.accounts.mails import html_of, last_token, sent
from tests.accounts.person import Client, Person, credentials, make_person
from tests.conftest import PASSWORD

FIREFOX: Final = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
NEWER: Final = FIREFOX.replace("128.0", "129.0")
CHROME: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
REPORT: Final = "/api/users/sign_in_notice/"
COOKIE: Final = "__Host-refresh_device"
PAGE: Final = "https://app.example.com/not-me#{token}"
PAGES: Final = {"SIGN_IN_NOTICE_URL": PAGE}


@pytest.fixture(autouse=True)
def _switched_on() -> Iterator[None]:
    with signet(SIGN_IN_NOTICE_URL=PAGE):
        yield


def sign_in(person: Person, user_agent: str = FIREFOX, **meta: Any) -> dict[str, Any]:
    """Sign in by an app."""
    answer = Client().post("/api/token/", credentials(person), HTTP_USER_AGENT=user_agent, **meta)
    assert answer.status_code == 200, answer.content
    tokens: dict[str, Any] = answer.json()
    return tokens


def sign_in_on_page(person: Person, browser: str = "", user_agent: str = FIREFOX) -> Any:
    """The answer to a sign-in on a page in *browser*."""
    cookie: dict[str, Any] = {"HTTP_COOKIE": f"{COOKIE}={browser}"} if browser else {}
    answer = Client().post(
        "/api/browser/token/",
        json.dumps(credentials(person)),
        content_type="application/json",
        HTTP_USER_AGENT=user_agent,
        HTTP_SEC_FETCH_SITE="same-origin",
        HTTP_ORIGIN="http://testserver",
        **cookie,
    )
    assert answer.status_code == 200, answer.content
    return answer


def identifier(answer: Any) -> str:
    """The cookie that tells the browser from others."""
    return str(answer.cookies[COOKIE].value)


def test_the_first_device_is_no_news(person: Person) -> None:
    """Neither is one that is known, also with a newer version."""
    for user_agent in (FIREFOX, FIREFOX, NEWER):
        sign_in(person, user_agent)
    assert sent() == []
    assert KnownDevice.objects.count() == 1


def test_a_new_device_is_told_once(person: Person) -> None:
    """When, on which device, from where, and how; with a link."""
    sign_in(person)
    sign_in(person, CHROME, REMOTE_ADDR="192.0.2.7")
    (message,) = mail.outbox
    at = timezone.localtime(Session.objects.latest("created_at").created_at)
    for text in (str(message.body), html_of(message)):
        for told in ("Chrome on Windows", "192.0.2.7", "Signed in with: password", f"{at.day}, {at.year}"):
            assert told in text
        assert PAGE.partition("#")[0] in text
        assert "7\N{NO-BREAK SPACE}days" in text or "1\N{NO-BREAK SPACE}week" in text
    sign_in(person, CHROME)
    assert sent() == [("sign_in_notice", person.email)]


def test_the_devices_outlive_their_sessions(person: Person) -> None:
    """Otherwise each would be new again after a purge."""
    sign_in(person)
    sign_in(person, CHROME)
    Session.objects.all().delete()
    mail.outbox.clear()
    sign_in(person)
    sign_in(person, CHROME)
    assert sent() == []


def test_accounts_from_before_have_the_devices_of_their_sessions(person: Person) -> None:
    """Also of sessions that are over, and of those that a program opened for them."""
    for user_agent in (FIREFOX, CHROME, CHROME):
        with signing_in_from(Device(user_agent)):
            RefreshToken.for_user(person)
    sign_in(person)
    sign_in(person, CHROME)
    assert sent() == []
    sign_in(person, "curl/8.5.0")
    assert sent() == [("sign_in_notice", person.email)]


def test_a_browser_is_known_by_its_cookie(person: Person) -> None:
    """Whatever it calls itself, and another one is new that calls itself the same."""
    answer = sign_in_on_page(person)
    own = identifier(answer)
    sign_in_on_page(person, own)
    sign_in_on_page(person, own, CHROME)
    assert sent() == []
    other = sign_in_on_page(person)
    assert identifier(other) != own
    assert sent() == [("sign_in_notice", person.email)]
    # An app that calls itself so is none of the two.
    sign_in(person)
    assert sent() == [("sign_in_notice", person.email)]


def test_the_cookie_is_for_the_server_alone(person: Person) -> None:
    """No script reads it, it comes along from another site, and stays as long as browsers keep any."""
    answer = sign_in_on_page(person)
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert (cookie["max-age"], cookie["domain"]) == (34_560_000, "")
    assert identifier(sign_in_on_page(person, identifier(answer))) == identifier(answer)


@pytest.mark.parametrize("sent_cookie", ["x", "a" * 23, "ü" * 22, 'a"b', "a" * 22 + f"; {COOKIE}=" + "b" * 22])
def test_an_odd_cookie_is_replaced(person: Person, sent_cookie: str) -> None:
    """Nobody is refused for it."""
    found = identifier(sign_in_on_page(person, sent_cookie))
    assert len(found) == 22
    assert found not in sent_cookie


def test_the_cookies_of_projects_across_sites_are(person: Person) -> None:
    """As the refresh token's is."""
    with signet(**PAGES, REFRESH_COOKIE_SAMESITE="None"):
        assert sign_in_on_page(person).cookies[COOKIE]["samesite"] == "None"


def test_two_users_of_a_browser_share_nothing(person: Person) -> None:
    """For each of them it is new once, and the table doesn't show that it is one browser."""
    grace = make_person("grace")
    sign_in(grace)
    own = identifier(sign_in_on_page(person))
    sign_in_on_page(grace, own)
    assert sent() == [("sign_in_notice", grace.email)]
    assert len(set(KnownDevice.objects.values_list("key", flat=True))) == KnownDevice.objects.count() == 3


def test_a_browser_from_before_is_taken_for_one_of_the_sessions_once(person: Person) -> None:
    """The second one that looks like it is another."""
    with signing_in_from(Device(FIREFOX)):
        RefreshToken.for_user(person)
    sign_in_on_page(person)
    assert sent() == []
    sign_in_on_page(person)
    assert sent() == [("sign_in_notice", person.email)]


def test_a_program_signs_nobody_in(person: Person) -> None:
    """Tokens that it makes cause no mail."""
    sign_in(person)
    with signing_in_from(Device(CHROME)), TestCase.captureOnCommitCallbacks(execute=True):
        RefreshToken.for_user(person)
    assert sent() == []


def test_without_the_page_there_is_nothing(person: Person) -> None:
    """No row, no cookie, no mail."""
    with signet(SIGN_IN_NOTICE_URL=None):
        for user_agent in (FIREFOX, CHROME):
            sign_in(person, user_agent)
        assert COOKIE not in sign_in_on_page(person).cookies
    assert sent() == []
    assert not KnownDevice.objects.exists()


def test_a_user_without_an_address_is_told_nothing(person: Person) -> None:
    """And nothing is written down."""
    type(person)._default_manager.filter(pk=person.pk).update(email="")
    for user_agent in (FIREFOX, CHROME):
        with signet(**PAGES, EMAIL_VERIFICATION="optional"):
            answer = Client().post("/api/token/", credentials(person), HTTP_USER_AGENT=user_agent)
        assert answer.status_code in {200, 401}
    assert sent() == []
    assert not KnownDevice.objects.exists()


def test_a_sign_in_on_a_known_device_takes_one_statement_more(
    person: Person, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A SELECT."""
    monkeypatch.setattr(purging, "ONE_IN", 2**128)
    sign_in(person)
    with signet(SIGN_IN_NOTICE_URL=None), django_assert_num_queries(4) as off:
        sign_in(person)
    with django_assert_num_queries(len(off) + 1):
        sign_in(person)


def test_a_flood_of_devices_fills_no_table(person: Person) -> None:
    """After six mails in an hour there are no more of them, and no rows; afterwards, the device is still new."""
    with signet(**PAGES, THROTTLE_RATES=USUAL_RATES):
        for number in range(20):
            sign_in(person, f"app{number}/1.0")
    assert len(sent()) < 7
    assert KnownDevice.objects.count() < 8
    with signet(**PAGES, THROTTLE_RATES=dict.fromkeys(USUAL_RATES)):
        sign_in(person, "app19/1.0")
    assert sent() == [("sign_in_notice", person.email)]


def test_a_user_has_so_many_devices_at_most(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that came first is forgotten."""
    monkeypatch.setattr(known_devices, "MOST", 4)
    with signet(**PAGES, THROTTLE_RATES=dict.fromkeys(USUAL_RATES)):
        for number in range(8):
            sign_in(person, f"app{number}/1.0")
        assert KnownDevice.objects.count() == 4
        mail.outbox.clear()
        sign_in(person, "app7/1.0")
        assert sent() == []
        sign_in(person, "app0/1.0")
        assert sent() == [("sign_in_notice", person.email)]


def test_it_is_in_the_language_of_the_user(person: Person) -> None:
    """All of it."""
    sign_in(person)
    sign_in(person, CHROME, HTTP_ACCEPT_LANGUAGE="de")
    body = str(mail.outbox[-1].body)
    for told in ("Gerät: Chrome auf Windows", "Angemeldet mit: Passwort"):
        assert told in body


def test_the_page_is_that_of_the_host(person: Person) -> None:
    """A function of the project names it."""
    with signet(SIGN_IN_NOTICE_URL=f"{own_pages.__name__}.by_host"):
        sign_in(person)
        sign_in(person, CHROME)
    assert "https://testserver/page#" in str(mail.outbox[-1].body)


def test_a_function_that_names_no_page_fails_no_sign_in(person: Person) -> None:
    """There is no mail, and the device stays new."""
    with signet(SIGN_IN_NOTICE_URL=f"{own_pages.__name__}.nothing"):
        sign_in(person)
        sign_in(person, CHROME)
    assert sent() == []
    assert not KnownDevice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_failure_is_one_of_the_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of the table nor of the mail."""
    person = make_person()
    sign_in(person)

    def fail(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(sign_in_notice, "is_known", fail)
        assert sign_in(person, CHROME)["access"]
    with monkeypatch.context() as patch:
        patch.setattr("drf_signet.accounts.jobs.send", fail)
        assert sign_in(person, CHROME)["access"]
    assert sent() == []


def test_a_mail_that_failed_is_sent_later(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job is done again, and the device is new still; no other sign-in there sends a mail."""
    sign_in(person)
    CALLS.clear()
    with signet(**PAGES, MAIL_DISPATCHER=REMEMBER):
        sign_in(person, CHROME)
        sign_in(person, CHROME)
    first, second = CALLS

    def fail(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("drf_signet.accounts.jobs.send", fail)
        with pytest.raises(ConnectionError):
            do(first)
    do(second)
    assert sent() == []
    do(first)
    assert sent() == [("sign_in_notice", person.email)]


def do(call: tuple[str, Any]) -> None:
    """What a queue does."""
    import_string(call[0])(**call[1])


def test_it_goes_to_the_address_of_then(person: Person, api: Client) -> None:
    """Whoever signed in may have another one there before the mail is written. They are offered no new password."""
    sign_in(person)
    Session.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    CALLS.clear()
    with signet(**PAGES, MAIL_DISPATCHER=REMEMBER):
        sign_in(person, CHROME)
    type(person)._default_manager.filter(pk=person.pk).update(email="eve@example.com")
    do(CALLS[0])
    token = last_token()
    assert sent() == [("sign_in_notice", person.email)]
    assert api.post(REPORT, {"token": token}).json() == {"may_reset_password": False}
    assert Session.objects.get(revoke_reason=Reason.REPORTED).user_agent == CHROME


def test_the_link_ends_that_session_and_the_later_ones(person: Person, api: Client) -> None:
    """Not the earlier ones. The device is strange again, and the link can be followed again."""
    early = sign_in(person)
    Session.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    strange = sign_in(person, CHROME)
    token = last_token()
    sent()
    later = sign_in(person)
    for _ in range(2):
        answer = api.post(REPORT, {"token": token})
        assert (answer.status_code, answer.json()) == (200, {"may_reset_password": True})
    tokens = [one["refresh"] for one in (early, strange, later)]
    assert [api.post("/api/token/refresh/", {"refresh": one}).status_code for one in tokens] == [200, 401, 401]
    assert set(Session.objects.exclude(revoked_at=None).values_list("revoke_reason", flat=True)) == {Reason.REPORTED}
    sign_in(person, CHROME)
    assert sent() == [("sign_in_notice", person.email)]
    # It was there before.
    sign_in(person)
    assert sent() == []


def test_the_link_outlives_a_new_password(person: Person, api: Client) -> None:
    """Whoever signed in may have set one."""
    sign_in(person)
    sign_in(person, CHROME)
    token = last_token()
    person.set_password("another-horse-battery")
    person.save()
    assert api.post(REPORT, {"token": token}).json() == {"may_reset_password": True}


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}], ids=["disabled", "without-password"])
def test_some_can_reset_no_password(person: Person, api: Client, change: dict[str, object]) -> None:
    """Their sessions end all the same."""
    sign_in(person)
    Session.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    sign_in(person, CHROME)
    type(person)._default_manager.filter(pk=person.pk).update(**change)
    assert api.post(REPORT, {"token": last_token()}).json() == {"may_reset_password": False}
    assert Session.objects.filter(revoke_reason=Reason.REPORTED).count() == 1


def test_a_look_at_the_link_does_nothing(person: Person, api: Client) -> None:
    """Programs that read mails follow each link."""
    sign_in(person)
    sign_in(person, CHROME)
    token = last_token()
    for method in ("get", "head", "options", "put", "delete"):
        getattr(api, method)(REPORT, {"token": token})
    assert not Session.objects.exclude(revoked_at=None).exists()
    assert api.get(REPORT, {"token": token}).status_code == 405


def test_the_link_works_for_a_week(person: Person, api: Client) -> None:
    """And says what to do afterwards."""
    now, minute = timezone.now(), timedelta(minutes=1)
    assert api.post(REPORT, {"token": token_for(person, now - NOTICE_LIFETIME + minute)}).status_code == 200
    answer = api.post(REPORT, {"token": token_for(person, now - NOTICE_LIFETIME - minute)})
    assert answer.status_code == 400
    assert answer.json() == {
        "token": ["This link has expired. Look at where you are signed in."],
        "code": "link_expired",
    }


def token_for(person: Person, at: datetime) -> str:
    """A token that was made at *at* for a sign-in then."""
    return make_notice_token(str(person.pk), person.email, at, at)


def test_other_tokens_end_nothing(person: Person, api: Client) -> None:
    """Those of other links, and what nobody signed; and this one is no other link's."""
    sign_in(person)
    now = timezone.now()
    others = [make_token(one, person, now) for one in LIFETIMES if one is not Purpose.SIGN_IN_NOTICE]
    for token in (*others, "", "x", token_for(person, now)[:-1], "a" * 5000):
        assert api.post(REPORT, {"token": token}).status_code == 400
    assert not Session.objects.exclude(revoked_at=None).exists()
    for path in ("activation/", "reset_password/check/", "set_email_confirm/"):
        assert api.post(f"/api/users/{path}", {"token": token_for(person, now)}).status_code == 400
    gone = token_for(person, now)
    get_user_model()._default_manager.filter(pk=person.pk).delete()
    assert api.post(REPORT, {"token": gone}).json()["code"] == "link_invalid"


def test_a_user_who_is_deleted_takes_the_devices_along(person: Person) -> None:
    """Nothing is left of them."""
    access = sign_in(person)["access"]
    client = Client().carry({"access": access})
    assert client.delete("/api/users/me/", {"current_password": PASSWORD}).status_code == 204
    assert not KnownDevice.objects.exists()
