"""Pages that a project's function names: by host, by tenant, and for a mail that is written later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.checks import Warning
from django.core.exceptions import DisallowedHost, ImproperlyConfigured
from django.db import transaction
from django.test import RequestFactory, override_settings

from drf_signet.accounts import jobs
from drf_signet.accounts.link_pages import PAGES, page_of, pages_for
from drf_signet.accounts.links import Purpose
from drf_signet.accounts.mail import site_name
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.outbox import post
from drf_signet.accounts.testing import token_in
from drf_signet.checks import check_names_and_types
from drf_signet.conf import get_settings
from drf_signet.errors import PageUnavailableError
from tests.accounts import own_pages
from tests.accounts.changed import signet
from tests.accounts.dispatchers import CALLS, IN_TABLE, THROUGH_JSON
from tests.accounts.person import Client, Person, make_person, sign_in, sign_up_body
from tests.accounts.test_checks import said
from tests.conftest import PASSWORD

BY_HOST = f"{own_pages.__name__}.by_host"
BY_TENANT = f"{own_pages.__name__}.by_tenant"
SHOP = "shop.example.org"


@pytest.fixture
def by_host() -> Iterator[None]:
    """Each page is on the host of the request, one of two."""
    own_pages.ASKED.clear()
    pages = dict.fromkeys(EVERY_PAGE, BY_HOST)
    with signet(**pages), override_settings(ALLOWED_HOSTS=["testserver", SHOP]):
        yield


EVERY_PAGE = [name for name in PAGES.values() if name != "SIGN_IN_NOTICE_URL"]
"""Those that a request for a link may ask for. Of that one, `test_sign_in_notice` says more."""

Ask = Callable[..., Any]
ASKING: dict[str, Ask] = {
    "sign-up": lambda host: Client().post("/api/users/", sign_up_body("new"), headers={"host": host}),
    "sign-up of who is there": lambda host: Client().post(
        "/api/users/", sign_up_body("newer", email="ada@example.com"), headers={"host": host}
    ),
    "resend": lambda host: Client().post(
        "/api/users/resend_activation/", {"email": "grace@example.com"}, headers={"host": host}
    ),
    "reset": lambda host: Client().post(
        "/api/users/reset_password/", {"email": "ada@example.com"}, headers={"host": host}
    ),
    "change": lambda host: change("new@example.com", host),
    "change to somebody's": lambda host: change("grace@example.com", host),
}
every_way = pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)


def change(address: str, host: str) -> Any:
    """The answer to a change of address."""
    client = sign_in(make_person("hedy"), client=Client())
    body = {"current_password": PASSWORD, "new_email": address}
    return client.post("/api/users/set_email/", body, headers={"host": host})


@every_way
@pytest.mark.parametrize("mode", ["mandatory", "optional"])
@pytest.mark.usefixtures("by_host", "person", "unverified")
def test_a_link_leads_to_the_host_that_was_asked(ask: Ask, mode: str) -> None:
    """It does through a queue of JSON, too, and the mail has the name of that host."""
    with signet(EMAIL_VERIFICATION=mode, MAIL_DISPATCHER=THROUGH_JSON):
        assert ask(SHOP).status_code in (201, 204)
        (message,) = mail.outbox
        assert f"https://{SHOP}/page#{token_in(message)}" in str(message.body)
        assert SHOP in message.body
        assert "app.example.com" not in message.body


@every_way
@pytest.mark.usefixtures("by_host", "person", "unverified")
def test_a_host_that_is_not_the_projects_is_refused(ask: Ask) -> None:
    """No function is called, and nothing is mailed. Other headers don't name the host."""
    assert ask("evil.example.net").status_code == 400
    assert (own_pages.ASKED, mail.outbox) == ([], [])


@pytest.mark.usefixtures("by_host")
def test_no_function_is_asked_about_another_host() -> None:
    """With or without a middleware that has looked at it."""
    with pytest.raises(DisallowedHost):
        pages_for(RequestFactory().post("/", headers={"host": "evil.example.net"}))
    assert own_pages.ASKED == []


@pytest.mark.usefixtures("by_host", "person")
def test_no_other_header_names_a_host() -> None:
    """Unless the project trusts a proxy."""
    headers = {"x-forwarded-host": "evil.example.net", "forwarded": "host=evil.example.net", "origin": "https://evil.x"}
    assert Client().post("/api/users/reset_password/", {"email": "ada@example.com"}, headers=headers).status_code == 204
    assert "https://testserver/page#" in mail.outbox[-1].body


@pytest.mark.usefixtures("by_host", "people")
@pytest.mark.parametrize("name", ["known", "disabled", "unverified", "keyless", "unknown"])
def test_functions_are_asked_the_same_for_everybody(name: str) -> None:
    """At that time Signet doesn't know yet who has an account."""
    Client().post("/api/users/reset_password/", {"email": f"{name}@example.com"})
    assert len(own_pages.ASKED) == len(EVERY_PAGE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("by_host")
def test_a_mail_that_waits_knows_its_page() -> None:
    """The table has it as JSON. Without functions the row is as before, and the previous version can read it."""
    make_person()
    with signet(MAIL_DISPATCHER=IN_TABLE):
        request = RequestFactory().post("/", headers={"host": SHOP})
        with transaction.atomic():
            post(jobs.send_password_reset, email="ada@example.com", pages=pages_for(request))
            (waiting,) = WaitingMail.objects.all()
            transaction.set_rollback(True)
    assert json.loads(waiting.arguments["pages"])["password_reset"] == f"https://{SHOP}/page#{{token}}"
    jobs.send_password_reset(**waiting.arguments)
    assert f"https://{SHOP}/page#" in mail.outbox[-1].body


def test_without_functions_nothing_more_is_written(person: Person) -> None:
    """So any version can send it."""
    CALLS.clear()
    with signet(MAIL_DISPATCHER=THROUGH_JSON):
        Client().post("/api/users/reset_password/", {"email": person.email})
    assert [set(arguments) for _, arguments in CALLS] == [{"email", "language"}]


@pytest.mark.usefixtures("by_host")
def test_a_mail_that_was_written_before_there_was_a_function_is_sent(person: Person) -> None:
    """A mail without a request is sent, too: the function then gets None as the request."""
    jobs.send_password_reset(person.email, "en")
    assert "https://app.example.com/page#" in mail.outbox[-1].body
    assert own_pages.ASKED == [None, None]


def test_a_tenant_may_have_an_app(person: Person) -> None:
    """Its page may open an app. Mails call the site by the scheme, if it has no other name."""
    with signet(PASSWORD_RESET_URL=BY_TENANT):
        Client().post("/api/users/reset_password/", {"email": person.email}, headers={"x-tenant": "acme"})
        message = mail.outbox[-1]
        assert f"com.example.acme:/reset/{token_in(message)}" in str(message.body)
        html = str(vars(message)["alternatives"][0][0])  # as it was, before lines of it were folded
        assert f'href="com.example.acme:/reset/{token_in(message)}"' in html
        assert site_name() == "com.example.all"
        with signet(SITE_NAME="Acme"):
            assert site_name() == "Acme"


@pytest.mark.parametrize("name", ["nowhere", "nothing"])
def test_what_a_function_names_has_to_be_a_page(name: str) -> None:
    """It has to be one for a request, and later."""
    with signet(PASSWORD_RESET_URL=f"{own_pages.__name__}.{name}"):
        with pytest.raises(PageUnavailableError):
            pages_for(RequestFactory().get("/"))
        with pytest.raises(ImproperlyConfigured, match=r"SIGNET\['PASSWORD_RESET_URL'\] should be a URL"):
            page_of(Purpose.PASSWORD_RESET)


@every_way
@pytest.mark.parametrize("name", ["nowhere", "nothing"])
@pytest.mark.usefixtures("person", "unverified")
def test_a_function_that_names_no_page_is_a_503(ask: Ask, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """The log says why, the client gets a 503, and no mail is sent."""
    with signet(**dict.fromkeys(EVERY_PAGE, f"{own_pages.__name__}.{name}")):
        answer = ask("testserver")
    assert (answer.status_code, answer.json()["code"]) == (503, "page_unavailable")
    assert answer["Retry-After"] == "60"
    assert "should be a URL that contains {token}" in caplog.text
    assert mail.outbox == []


def test_a_page_that_waits_is_looked_at_again() -> None:
    """The page in a table is only a proposal."""
    with signet(PASSWORD_RESET_URL=BY_TENANT), pytest.raises(ImproperlyConfigured):
        page_of(Purpose.PASSWORD_RESET, json.dumps({"password_reset": "javascript://x/{token}"}))
    proposed = json.dumps({"password_reset": "https://evil.example.net/{token}"})
    assert page_of(Purpose.PASSWORD_RESET, proposed) == get_settings().PASSWORD_RESET_URL


@pytest.mark.parametrize("value", [own_pages.by_host, 7, b"https://a.b/{token}", ["https://a.b/{token}"]])
def test_another_type_is_told_what_is_allowed(value: object) -> None:
    """E002 says so: even a function itself is not allowed."""
    with override_settings(SIGNET={"ACTIVATION_URL": value}):
        (found,) = check_names_and_types()
    assert found.id == "signet.E002"
    assert found.hint == (
        "Give a URL that contains {token}, or the dotted path of a function that takes the request and returns such "
        "a URL."
    )


def test_functions_and_every_host_are_warned_of() -> None:
    """W028, under ``--deploy`` alone."""
    pages = {"ACTIVATION_URL": BY_HOST, "EMAIL_CHANGE_URL": BY_TENANT}
    assert said(pages) == []
    assert said(pages, deploy=True) == []
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert said(pages) == []
        assert said(deploy=True) == []
        assert said(pages, deploy=True) == [
            Warning(
                "ACTIVATION_URL, EMAIL_CHANGE_URL: with '*' in ALLOWED_HOSTS, anyone can choose the host of a link, "
                "if the function takes it from the request.",
                hint="Name your hosts in ALLOWED_HOSTS, or let the function choose from a list of its own.",
                id="signet.W028",
            )
        ]
