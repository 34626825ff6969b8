"""The admin: administrators see, find and end sessions there, and can do nothing else to them."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.utils import timezone

from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import PasswordRehash, Reason, Session
from drf_signet.sessions.opening import Lifetimes, open_session
from tests.sessions.hearing import ended, hearing

FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
LIST = "/admin/signet_sessions/session/"
MONTH = timedelta(days=30)


@pytest.fixture
def sessions(ada: User) -> list[Session]:
    """A session of each of two users, and one of the second that was ended."""
    grace = User.objects.create_user("grace")
    with signing_in_from(Device(FIREFOX, "192.0.2.7")):
        first = open_session(ada, Lifetimes(MONTH, MONTH), timezone.now())
    with signing_in_from(Device("curl/8.5.0", "2001:db8::9")):
        second = open_session(grace, Lifetimes(MONTH, MONTH), timezone.now())
    third = open_session(grace, Lifetimes(MONTH, MONTH), timezone.now())
    end(third, Reason.REUSE, timezone.now())
    return [first, second, third]


@pytest.fixture
def admin(ada: User) -> Client:
    """A client of somebody who may do everything."""
    return client_of(User.objects.create_superuser("root"))


def client_of(user: User) -> Client:
    """Signed in to the admin."""
    client = Client()
    client.force_login(user)
    return client


def staff(*permissions: str) -> Client:
    """A client of somebody with these *permissions* on sessions alone."""
    member = User.objects.create_user("member", is_staff=True)
    content_type = ContentType.objects.get_for_model(Session)
    member.user_permissions.set(Permission.objects.filter(content_type=content_type, codename__in=permissions))
    return client_of(member)


def text(response: HttpResponseBase) -> str:
    """The text of the page."""
    assert response.status_code == 200
    assert isinstance(response, HttpResponse)
    return unescape(response.content.decode())


def listed(client: Client, query: str = "") -> set[str]:
    """The sessions that the list links to."""
    page = text(client.get(LIST + query))
    return {str(one.pk) for one in Session.objects.all() if f"{LIST}{one.pk}/change/" in page}


def keys(*sessions: Session) -> set[str]:
    """Their primary keys."""
    return {str(one.pk) for one in sessions}


def end_selected(client: Client, *sessions: Session) -> HttpResponseBase:
    """Choose the action of the list for *sessions*."""
    chosen = {"action": "end_sessions", "_selected_action": [str(one.pk) for one in sessions]}
    return client.post(LIST, chosen, follow=True)


def test_the_list_says_who_where_and_whether(admin: Client, sessions: list[Session]) -> None:
    """Users, devices in words, addresses, and the state of each."""
    Session.objects.filter(pk=sessions[1].pk).update(expires_at=timezone.now() - timedelta(days=1))
    page = text(admin.get(LIST))
    assert listed(admin) == keys(*sessions)
    for told in ("ada", "grace", "Firefox on Ubuntu", "192.0.2.7", "curl", "2001:db8::9", "Unknown device"):
        assert told in page
    for state in ("live", "expired", str(Reason.REUSE.label)):
        assert f'<td class="field-state">{state}</td>' in page


def test_the_page_of_a_session_shows_it_all(admin: Client, sessions: list[Session]) -> None:
    """Nothing on it can be written."""
    Session.objects.filter(pk=sessions[0].pk).update(methods="pwd otp")
    page = text(admin.get(f"{LIST}{sessions[0].pk}/change/"))
    for told in (str(sessions[0].pk), "ada", "Firefox on Ubuntu", FIREFOX, "192.0.2.7", "live", "password, code by"):
        assert told in page
    assert 'name="_save"' not in page
    assert "deletelink" not in page


def test_no_secret_is_on_any_page(admin: Client, sessions: list[Session]) -> None:
    """No page shows the secret, its digest or the fingerprint of the password, nor the names of their columns."""
    pages = [text(admin.get(LIST)), *(text(admin.get(f"{LIST}{one.pk}/change/")) for one in sessions)]
    pages.append(text(admin.get(f"{LIST}{sessions[0].pk}/history/")))
    for session in sessions:
        held = {bytes(session.secret).hex(), repr(bytes(session.secret)), session.auth_hash, session.token_id(0)}
        assert not any(secret in page for secret in held for page in pages)
    assert not any(name in page for name in ("auth_hash", "auth hash", "Auth hash", "id_secret") for page in pages)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("race", (1, 2)),
        ("GRACE", (1, 2)),
        ("192.0.2.7", (0,)),
        ("2001:db8", (1,)),
        ("nobody", ()),
        ("grace 2001:db8", (1,)),
    ],
)
def test_sessions_are_found_by_user_and_address(
    admin: Client, sessions: list[Session], sought: str, found: tuple[int, ...]
) -> None:
    """By any part of them."""
    assert listed(admin, f"?q={sought}") == keys(*(sessions[one] for one in found))


def test_a_name_is_not_sought_within_identifiers(admin: Client, sessions: list[Session]) -> None:
    """Some names are hexadecimal, and would match one identifier of a hundred."""
    for number, session in enumerate(sessions):
        Session.objects.filter(pk=session.pk).update(id=UUID(f"0000000{number}-0ada-4ada-8ada-adaadaadaada"))
    assert listed(admin, "?q=ada") == {"00000000-0ada-4ada-8ada-adaadaadaada"}


@pytest.mark.parametrize("lookup", ["secret", "secret__gt", "auth_hash", "auth_hash__startswith", "auth_hash__regex"])
def test_nobody_can_search_for_hidden_columns(admin: Client, sessions: list[Session], lookup: str) -> None:
    """A search could reveal it letter by letter."""
    assert admin.get(LIST, {lookup: "a"}).status_code == 400


def test_a_session_is_found_by_the_identifier_in_the_log(admin: Client, sessions: list[Session]) -> None:
    """Whole, or its beginning."""
    key = str(sessions[1].pk)
    assert listed(admin, f"?q={key}") == listed(admin, f"?q={key[:18]}") == {key}


def test_the_list_is_filtered_by_reason(admin: Client, sessions: list[Session]) -> None:
    """One of them, or none."""
    assert listed(admin, "?revoke_reason__exact=reuse") == keys(sessions[2])
    assert listed(admin, "?revoke_reason__exact=") == keys(*sessions[:2])
    assert listed(admin, f"?created_at__year={timezone.localtime(sessions[0].created_at).year}") == keys(*sessions)


def test_the_action_ends_what_is_selected(admin: Client, sessions: list[Session]) -> None:
    """It ends live sessions, and says how many. An ended one keeps its reason, and others go on."""
    with hearing() as heard:
        page = text(end_selected(admin, sessions[0], sessions[2]))
    assert "1 session was ended." in page
    assert ended(heard) == [(str(sessions[0].pk), "ended_by_admin")]
    assert [Session.objects.get(pk=one.pk).revoke_reason for one in sessions] == ["ended_by_admin", "", "reuse"]


def test_the_action_counts(admin: Client, sessions: list[Session]) -> None:
    """Several, and none."""
    assert "2 sessions were ended." in text(end_selected(admin, *sessions))
    assert "0 sessions were ended." in text(end_selected(admin, *sessions))


@pytest.mark.parametrize("path", ["add/", "{key}/delete/"])
def test_sessions_are_neither_added_nor_deleted(admin: Client, sessions: list[Session], path: str) -> None:
    """By nobody."""
    answer = admin.post(LIST + path.format(key=sessions[0].pk), {"post": "yes"})
    assert answer.status_code == 403
    assert Session.objects.count() == 3


def test_sessions_are_not_edited(admin: Client, sessions: list[Session]) -> None:
    """Neither on their page nor by the action that deletes."""
    before = list(Session.objects.order_by("pk").values())
    admin.post(f"{LIST}{sessions[0].pk}/change/", {"ip": "192.0.2.99", "expires_at_0": "2099-01-01"})
    admin.post(LIST, {"action": "delete_selected", "_selected_action": [str(sessions[0].pk)], "post": "yes"})
    assert list(Session.objects.order_by("pk").values()) == before


def test_who_may_view_may_not_end(sessions: list[Session]) -> None:
    """The action isn't offered, and is refused if it is sent."""
    client = staff("view_session")
    assert listed(client) == keys(*sessions)
    assert "end_sessions" not in text(client.get(LIST))
    end_selected(client, sessions[0])
    assert Session.objects.get(pk=sessions[0].pk).revoked_at is None


def test_who_may_change_may_end(sessions: list[Session]) -> None:
    """And see them, of course."""
    client = staff("change_session")
    assert "end_sessions" in text(client.get(LIST))
    end_selected(client, sessions[0])
    assert Session.objects.get(pk=sessions[0].pk).revoke_reason == "ended_by_admin"


@pytest.mark.parametrize("permissions", [(), ("add_session", "delete_session")])
def test_who_may_neither_view_nor_change_sees_nothing(sessions: list[Session], permissions: tuple[str, ...]) -> None:
    """Other permissions are of no use."""
    client = staff(*permissions)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{sessions[0].pk}/change/").status_code == 403
    assert end_selected(client, sessions[0]).status_code == 403
    assert Session.objects.get(pk=sessions[0].pk).revoked_at is None


def test_a_user_is_deleted_there_with_sessions(admin: Client, ada: User, sessions: list[Session]) -> None:
    """Neither the sessions nor the links between hashes prevent it."""
    PasswordRehash.objects.create(user_id=ada.pk, before="a", after="b")
    page = text(admin.post(f"/admin/auth/user/{ada.pk}/delete/", {"post": "yes"}, follow=True))
    assert "was deleted successfully" in page
    assert not User.objects.filter(pk=ada.pk).exists()
    assert Session.objects.get(pk=sessions[0].pk).revoke_reason == "user_deleted"


def test_a_session_without_its_user_can_still_be_looked_at(
    admin: Client, ada: User, database: str, sessions: list[Session]
) -> None:
    """The user was deleted, and the row is there until it is purged."""
    with connections[database].cursor() as cursor:
        cursor.execute("DELETE FROM auth_user WHERE id = %s", [ada.pk])
    assert str(sessions[0].pk) in text(admin.get(f"{LIST}{sessions[0].pk}/change/"))
    assert listed(admin) >= keys(sessions[1])


def test_a_session_without_its_user_is_in_the_list(admin: Client, ada: User, sessions: list[Session]) -> None:
    """It is counted there, too."""
    ada.delete()
    page = text(admin.get(LIST))
    assert "3 sessions" in page
    assert listed(admin) == keys(*sessions)
