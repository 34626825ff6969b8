"""The revocation feed: what is in it, who signed it, how caches and pollers get it, and that nothing is left out."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from drf_signet.keys_in_force import get_ring
from drf_signet.sessions.ending import end, end_all
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.opening import Lifetimes, open_session
from drf_signet.sessions.services import ended_sessions
from drf_signet.sessions.services.ended_sessions import FEEDS, FeedKeeper, Row, document_of, read_ended
from drf_signet.sessions.tokens import RefreshToken
from signet_tokens import jws, single_flight
from signet_tokens.ended_sessions import EVENT, MEDIA_TYPE, EndedSessions, read, verified_claims
from signet_tokens.feed_fetch import Fetched
from signet_tokens.revocation_feed import RevocationFeed
from tests.sessions_wire import user_changes
from tests.sessions_wire.services import EVENTS, URLS
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import pair_for, private_pem, public_pem
from tests.stand_ins.outages import OUTAGES, database_raising
from tests.stand_ins.threads import NoThread

pytestmark = [pytest.mark.urls(URLS), pytest.mark.usefixtures("_signet")]
ISSUER = "https://auth.example.com"
MONTH = timedelta(days=30)
PEM = private_pem(pair_for("ES256"))
SIGNET = {"ALGORITHM": "ES256", "SIGNING_KEY": PEM, "ISSUER": ISSUER}


@pytest.fixture
def _signet() -> Iterator[None]:
    FEEDS.clear()
    with override_settings(SIGNET=SIGNET):
        yield
    FEEDS.clear()


def claims_of(document: bytes) -> dict[str, Any]:
    """What the document says, once its signature is checked."""
    return verified_claims(document, get_ring())


def feed_at(api: APIClient) -> EndedSessions:
    """The feed, as it is answered now."""
    answer = api.get(EVENTS)
    assert answer.status_code == 200, answer.content
    return read(claims_of(answer.content))


def ids_at(api: APIClient) -> set[str]:
    """The sessions in it."""
    return {one.session_id for one in feed_at(api).entries}


def test_a_session_that_ended_is_an_event_of_caep(api: APIClient, user: User) -> None:
    """Signed as a document of its own type, and without the name of anybody."""
    token = RefreshToken.for_user(user)
    assert ids_at(api) == set()
    end_all(user)
    answer = api.get(EVENTS)
    assert answer.headers["Content-Type"] == "application/jwt"
    header = json.loads(jws._decode(answer.content.partition(b".")[0]))
    key = get_ring().signing_key
    assert header == {"alg": "ES256", "typ": "signet-sessions-ended+jwt", "kid": key.kid}
    claims = claims_of(answer.content)
    (ended,) = claims["sets"]
    assert ended["sub_id"] == {"format": "complex", "session": {"format": "opaque", "id": token["sid"]}}
    event = ended["events"].pop(EVENT)
    assert event == {"event_timestamp": pytest.approx(claims["iat"], abs=5), "initiating_entity": "admin"}
    assert ended["events"] == {}
    assert claims.keys() == {"iss", "iat", "exp", "since", "sets"}
    assert claims["iss"] == ISSUER
    assert 60 < claims["exp"] - claims["iat"] <= 120
    assert claims["iat"] - claims["since"] == 360
    assert "ada" not in json.dumps(claims)


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        (Reason.LOGOUT, "user"),
        (Reason.ENDED_BY_USER, "user"),
        (Reason.ENDED_BY_ADMIN, "admin"),
        (Reason.REUSE, "policy"),
        (Reason.LIMIT, "policy"),
    ],
)
def test_it_says_who_ended_a_session(api: APIClient, user: User, reason: Reason, by: str) -> None:
    """In the words of CAEP."""
    end(open_session(user, Lifetimes(MONTH, MONTH), timezone.now()), reason)
    assert [one.initiated_by for one in feed_at(api).entries] == [by]


@pytest.mark.parametrize("change", [user_changes.disable, user_changes.change_password, user_changes.delete])
def test_what_is_done_to_a_user_ends_the_sessions_in_it(api: APIClient, user: User, change: Any) -> None:
    """If it is done through the model."""
    token = RefreshToken.for_user(user)
    change(user)
    assert ids_at(api) == {token["sid"]}


@pytest.mark.parametrize("change", [user_changes.disable_by_update, user_changes.change_password_by_sql])
def test_what_is_done_behind_the_model_is_not_in_it_before_the_next_refresh(
    api: APIClient, user: User, change: Any
) -> None:
    """The documentation says so: there, an access token lives for its lifetime."""
    RefreshToken.for_user(user)
    change(user)
    assert ids_at(api) == set()


def test_a_session_that_ended_long_ago_is_not_in_it(api: APIClient, user: User) -> None:
    """No access token of it is valid any more."""
    now = timezone.now()
    for seconds in (0, 300, 400):
        session = open_session(user, Lifetimes(MONTH, MONTH), now - timedelta(days=1))
        end(session, Reason.LOGOUT, now - timedelta(seconds=seconds))
    assert len(ids_at(api)) == 2


def test_what_has_not_changed_is_a_304(api: APIClient, user: User) -> None:
    """With what a cache has to know."""
    first = api.get(EVENTS)
    assert first.headers["Cache-Control"] == "public, max-age=1"
    assert first.headers["Vary"] == "Accept-Encoding"
    same = api.get(EVENTS, HTTP_IF_NONE_MATCH=f'"x", {first.headers["ETag"]}')
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    RefreshToken.for_user(user)
    end_all(user)
    changed = api.get(EVENTS, HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_it_is_compressed_for_clients_that_say_so(api: APIClient, db: None) -> None:
    """Others get it as it is."""
    answer = api.get(EVENTS, HTTP_ACCEPT_ENCODING="br, gzip", HTTP_ACCEPT="application/jwt")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == api.get(EVENTS).content


NOW = datetime.fromtimestamp(1_800_000_000, timezone.get_default_timezone())


def rows(number: int, at: datetime = NOW) -> list[Row]:
    """So many sessions that ended, the last one first."""
    return [(UUID(int=one), at - timedelta(seconds=one), Reason.LOGOUT) for one in range(number)]


class Source:
    """A database that counts."""

    def __init__(self, found: Sequence[Row] = ()) -> None:
        self.found = found
        self.reads = 0
        self.failure: Exception | None = None

    def __call__(self, since: datetime) -> Sequence[Row]:
        self.reads += 1
        if self.failure is not None:
            raise self.failure
        return self.found


def test_there_is_one_query_a_second_and_one_signature_for_each_change() -> None:
    """However many services poll."""
    source, clock = Source(), Clock()
    keeper = FeedKeeper(source, clock)
    first = keeper.feed(NOW)
    assert [keeper.feed(NOW) is first for _ in range(10)] == [True] * 10
    assert source.reads == 1
    clock.move(1)
    assert keeper.feed(NOW + timedelta(seconds=1)) is first
    assert source.reads == 2
    source.found = rows(1)
    clock.move(1)
    assert keeper.feed(NOW + timedelta(seconds=2)) is not first


def test_an_unchanged_list_is_signed_again_each_minute() -> None:
    """So that a document is never old; two processes name the same version alike."""
    clock = Clock()
    one, other = (FeedKeeper(Source(rows(3)), clock) for _ in range(2))
    first = one.feed(NOW)
    assert other.feed(NOW + timedelta(seconds=1)).etag == first.etag
    clock.move(60)
    second = one.feed(NOW + timedelta(minutes=1))
    assert second.etag != first.etag
    assert read(claims_of(second.document)).issued_at == (NOW + timedelta(minutes=1)).timestamp()


def test_a_failure_is_forgotten_with_the_next_request() -> None:
    """It is nobody's answer for a second."""
    source, clock = Source(), Clock()
    keeper = FeedKeeper(source, clock)
    for _ in range(2):
        source.failure = OperationalError("away")
        with pytest.raises(OperationalError):
            keeper.feed(NOW)
        source.failure = None
        keeper.feed(NOW)
        clock.move(1)


def test_an_end_that_is_noted_during_a_read_calls_for_another_one() -> None:
    """The answer may be from before."""

    def read_slowly(since: datetime) -> Sequence[Row]:
        source.reads += 1
        if source.reads == 1:
            keeper.expire()
            return []
        return rows(1)

    source = Source()
    keeper = FeedKeeper(read_slowly, Clock())
    assert read(claims_of(keeper.feed(NOW).document)).entries == []
    assert len(read(claims_of(keeper.feed(NOW).document)).entries) == 1


def test_at_the_start_nobody_waits_for_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the database is away, each request would wait as long as all before it."""
    monkeypatch.setattr(ended_sessions, "PATIENCE", 0.01)
    all_read = Barrier(4)

    def read_late(since: datetime) -> Sequence[Row]:
        all_read.wait(30)
        raise OperationalError

    keeper = FeedKeeper(read_late, Clock())
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(keeper.feed, NOW) for _ in range(4)]
        assert [type(one.exception(60)) for one in asked] == [OperationalError] * 4


def test_of_too_many_sessions_it_says_until_when_their_tokens_were_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out without a word: those tokens count as ended, with those of others, who refresh once."""
    monkeypatch.setattr(ended_sessions, "MAXIMUM_ENTRIES", 10)
    assert document_of(rows(10), NOW).all_issued_until is None
    document = document_of(rows(11), NOW)
    assert len(document.entries) == 10
    assert document.all_issued_until == NOW.timestamp() - 10 + 5


def test_no_more_rows_are_read_than_that(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last ones first, so that those that are left out ended before."""
    monkeypatch.setattr(ended_sessions, "MAXIMUM_ENTRIES", 2)
    now = timezone.now()
    for seconds in (30, 10, 20, 40):
        end(open_session(user, Lifetimes(MONTH, MONTH), now), Reason.LOGOUT, now - timedelta(seconds=seconds))
    found = read_ended(now - timedelta(hours=1))
    assert [round((now - at).total_seconds()) for _, at, _ in found] == [10, 20, 30]


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
def test_without_a_database_pollers_are_to_come_back(api: APIClient, db: None, outage: Any) -> None:
    """And no cache keeps the refusal."""
    with database_raising(outage.error):
        answer = api.get(EVENTS, HTTP_ACCEPT="application/jwt")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, outage.retry_after)
    assert answer.json()["code"] == outage.code
    assert answer.headers["Cache-Control"] == "no-store"


def test_where_nothing_can_be_signed_there_is_no_feed(api: APIClient, db: None) -> None:
    """As at a service that only verifies."""
    with override_settings(SIGNET={**SIGNET, "SIGNING_KEY": None, "VERIFYING_KEY": public_pem(pair_for("ES256"))}):
        answer = api.get(EVENTS)
    assert (answer.status_code, answer.json()["code"]) == (501, "no_signing_key")


def test_a_logout_reaches_a_verifier_within_its_interval(
    api: APIClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the endpoint to the poller that other services run, which asks no more often than it should."""
    monkeypatch.setattr(single_flight, "Thread", NoThread)
    clock = Clock(timezone.now().timestamp())
    asked: list[str | None] = []

    def fetch(url: str, etag: str | None) -> Fetched | None:
        asked.append(etag)
        answer = api.get(EVENTS, HTTP_IF_NONE_MATCH=etag or "")
        return None if answer.status_code == 304 else Fetched(answer.content, answer.headers["ETag"])

    feed = RevocationFeed(f"{ISSUER}{EVENTS}", ISSUER, get_ring(), clock=clock, fetch=fetch)
    token = RefreshToken.for_user(user)
    claims = token.access_token.payload
    assert not feed.is_ended(claims)
    assert api.post("/sessions/api/logout/", {"refresh": str(token)}, format="json").status_code == 204
    clock.move(1.9)
    assert not feed.is_ended(claims)
    clock.move(0.1)
    assert feed.is_ended(claims)
    assert not feed.is_ended({**claims, "sid": str(uuid4())})
    assert len(asked) == 2


def test_it_passes_for_no_token(api: APIClient, user: User) -> None:
    """At no door."""
    RefreshToken.for_user(user)
    end_all(user)
    document = api.get(EVENTS).content.decode()
    assert MEDIA_TYPE in jws._decode(document.encode().partition(b".")[0]).decode()
    for path, field in (("token/verify/", "token"), ("token/refresh/", "refresh"), ("logout/", "refresh")):
        assert api.post(f"/sessions/api/{path}", {field: document}, format="json").status_code == 401
    assert api.get("/sessions/live/", HTTP_AUTHORIZATION=f"Bearer {document}").status_code == 401
    assert Session.objects.count() == 1
