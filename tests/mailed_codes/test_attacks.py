"""Attacks on codes by mail: mails that somebody else reads, links that programs follow, codes that are mixed up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache

from drf_signet.accounts.models import EmailAddress
from drf_signet.identities.models import Identity
from drf_signet.mailed_codes.browser.cookies import request_cookie
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, address_of, find_person, make_person
from tests.identities.addresses_like_adas import LIKE_ADA
from tests.mailed_codes.asking import ask, asked, confirm, device, follow, last_code, last_link, wrong

pytestmark = pytest.mark.django_db

ELSEWHERE = "198.51.100.1"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def nobody_gets_in() -> Iterator[None]:
    """No session is opened."""
    before = Session.objects.count()
    yield
    assert Session.objects.count() == before


def outcome(answer: Any) -> tuple[int, str | None]:
    """Status and code."""
    return answer.status_code, answer.json().get("code")


def in_browser(ip: str = "203.0.113.7") -> Client:
    """A page of this site, over HTTPS."""
    client = device(ip)
    client.defaults.update({"HTTP_SEC_FETCH_SITE": "same-origin", "wsgi.url_scheme": "https"})
    return client


def test_whoever_reads_the_mail_gets_nowhere_with_the_code(ada: Person, phone: Client) -> None:
    """Without a request, with one that was made up, with one of their own for the same address, or for another."""
    make_person("eve")
    request = asked(phone)
    code = last_code()
    eve = device(ELSEWHERE)
    own, other = asked(eve), asked(eve, "eve")
    with nobody_gets_in():
        for tried in (own, other, "x" * 43, request[:-1], request.upper(), f"{request} ", ""):
            assert confirm(eve, tried, code).status_code == 400
        row = MailedCode.objects.order_by("created_at").first()
        assert row is not None
        for tried in (row.request_digest, str(row.pk)):
            assert confirm(eve, tried, code).status_code == 400
    assert confirm(phone, request, code).status_code == 200


def test_whoever_asked_gets_nowhere_with_the_owners_code(ada: Person, phone: Client) -> None:
    """Eve asks for a code to ada's address at the same moment, and ada's own code isn't hers."""
    eve = device(ELSEWHERE)
    hers = asked(eve)
    asked(phone)
    with nobody_gets_in():
        assert confirm(eve, hers, last_code()).status_code == 400


def test_codes_of_two_requests_are_not_mixed(ada: Person, phone: Client) -> None:
    """Each belongs to its own, in both directions; and a new one leaves the old one as it is."""
    first = asked(phone)
    code = last_code()
    second = asked(phone)
    later = last_code()
    with nobody_gets_in():
        assert confirm(phone, first, later).status_code == 400
        assert confirm(phone, second, code).status_code == 400
    assert confirm(phone, second, later).status_code == 200
    assert confirm(phone, first, code).status_code == 200


def test_a_browser_that_did_not_ask_has_no_use_for_the_code(ada: Person) -> None:
    """Nor with the cookie of somebody who asked for another address."""
    make_person("eve")
    page, eve = in_browser(), in_browser(ELSEWHERE)
    page.post("/api/browser/token/code/", {"email": address_of("ada")}, format="json")
    code = last_code()
    eve.post("/api/browser/token/code/", {"email": address_of("eve")}, format="json")
    with nobody_gets_in():
        assert eve.post("/api/browser/token/code/confirm/", {"code": code}, format="json").status_code == 400
        request = {"code": code, "request": page.cookies[request_cookie().name].value}
        assert eve.post("/api/browser/token/code/confirm/", request, format="json").status_code == 400
    assert refresh_cookie().name not in eve.cookies


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_a_program_that_looks_at_links_uses_nothing_up(ada: Person, phone: Client, method: str) -> None:
    """Whatever it sends; and one that runs the script of the page meets the question."""
    request = asked(phone)
    link = last_link()
    scanner = device(ELSEWHERE, "Mozilla/5.0 (compatible; LinkScanner/1.0)")
    with nobody_gets_in():
        for path in (f"/api/token/link/?token={link}", f"/api/browser/token/link/?token={link}&confirmed=true"):
            getattr(scanner, method)(path, HTTP_SEC_PURPOSE="prefetch", HTTP_SEC_FETCH_SITE="same-origin")
        for _ in range(20):
            assert outcome(follow(scanner, link)) == (409, "confirmation_needed")
        for odd in ("", "x" * 43, link):
            assert outcome(follow(scanner, link, request=odd))[0] in (400, 409)
    assert follow(phone, link, request=request).status_code == 200


def test_a_confirmation_lets_only_the_one_in_who_confirms(ada: Person) -> None:
    """Eve asked, ada clicks: eve's browser has nothing, whichever way she tries."""
    eve = device(ELSEWHERE)
    request = asked(eve)
    code, link = last_code(), last_link()
    owner = device()
    shown = follow(owner, link)
    assert outcome(shown) == (409, "confirmation_needed")
    assert shown.json()["asked_from"]["ip"] == ELSEWHERE
    assert follow(owner, link, confirmed=True).status_code == 200
    with nobody_gets_in():
        assert confirm(eve, request, code).status_code == 400
        assert follow(eve, link, request=request).status_code == 400
        assert follow(eve, link, confirmed=True).status_code == 400


def test_a_link_of_eves_signs_nobody_in_as_eve(ada: Person) -> None:
    """Login CSRF: in ada's browser, which waits for a code of its own, it asks first, and says from where it is."""
    make_person("eve")
    asked(device(ELSEWHERE), "eve")
    link = last_link()
    page = in_browser()
    page.post("/api/browser/token/code/", {"email": address_of("ada")}, format="json")
    with nobody_gets_in():
        answer = page.post("/api/browser/token/link/", {"token": link}, format="json")
    assert outcome(answer) == (409, "confirmation_needed")
    assert answer.json()["asked_from"]["ip"] == ELSEWHERE


@pytest.mark.parametrize("kind", LIKE_ADA)
@pytest.mark.parametrize("is_open", [False, True])
def test_an_address_like_adas_opens_another_account_or_none(
    ada: Person, phone: Client, kind: str, is_open: bool
) -> None:
    """And no mail about ada's goes to anybody else."""
    with signet(SIGN_IN_CODE_SIGN_UP=is_open):
        answer = phone.post("/api/token/code/", _json(LIKE_ADA[kind]), content_type="application/json")
        assert answer.status_code in (200, 400), answer.content
        if answer.status_code == 400 or not mail.outbox:
            return
        to = {one for message in mail.outbox for one in message.to}
        done = confirm(phone, answer.json()["request"], last_code())
    if to == {"ada@example.com"}:
        # Spaces around it, which a sign-up takes away as well.
        assert str(LIKE_ADA[kind]).strip() == "ada@example.com"
        return
    assert "ada@example.com" not in to
    assert done.status_code == 200
    assert not Session.objects.filter(user=ada).exists()


def _json(address: object) -> str:
    return json.dumps({"email": address})


def test_a_code_is_for_the_owner_of_its_address_now(ada: Person, phone: Client) -> None:
    """Ada has another address by now, and eve has hers: a code that was mailed before opens neither's by mistake."""
    request = asked(phone)
    code, link = last_code(), last_link()
    get_user_model()._default_manager.filter(pk=ada.pk).update(email="new@example.com")
    EmailAddress.objects.filter(user=ada).update(address="new@example.com")
    with nobody_gets_in():
        assert confirm(phone, request, code).status_code in (400, 401)
        assert follow(phone, link, request=request).status_code in (400, 401)


def test_a_code_of_a_user_who_was_deleted_opens_nothing(ada: Person, phone: Client) -> None:
    """Nor makes an account where sign-ups are closed."""
    request = asked(phone)
    ada.delete()
    with nobody_gets_in():
        assert confirm(phone, request, last_code()).status_code in (400, 401)
    assert not get_user_model()._default_manager.exists()


def test_what_a_stranger_linked_before_does_not_stay(phone: Client) -> None:
    """A pre-hijacked account, whose owner comes by a code: the stranger's identity is gone, as is the password."""
    made = make_person(is_verified=False)
    EmailAddress.objects.get_or_create(user=made, defaults={"address": address_of("ada")})
    Identity.objects.create(issuer="https://hub", subject="eve", user=made, provider="hub", created_at=NOW)
    assert confirm(phone, asked(phone), last_code()).status_code == 200
    assert find_person().pk == made.pk
    assert not find_person().has_usable_password()
    assert not Identity.objects.exists()


def test_limits_of_asking_reveal_nothing(ada: Person) -> None:
    """How often, and from where, a mailbox may be asked for: the answers are the same for one that nobody has."""
    cache.clear()
    found = {}
    for name in ("ada", "nobody"):
        cache.clear()
        found[name] = [
            outcome(ask(device(f"198.51.100.{place}"), name))
            for place in (1, 1, 1, 1, 1, 2, 3, 4, 5, 6)
            for _ in range(4)
        ]
        cache.clear()
    assert found["ada"] == found["nobody"]


def test_guesses_from_many_places_at_many_codes_meet_a_limit(ada: Person) -> None:
    """Each place asks for a code of its own, and has five tries: together, they get few."""
    cache.clear()
    tried = 0
    with nobody_gets_in():
        for place in range(60):
            eve = device(f"198.51.{place}.1")
            answer = ask(eve)
            if answer.status_code != 200:
                continue
            request, code = answer.json()["request"], last_code()
            tried += [confirm(eve, request, wrong(code)).status_code for _ in range(5)].count(400)
    cache.clear()
    assert tried <= 150, tried
