"""Counts and caches have keys of their own for each tenant; without the setting, the keys are the previous ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache

from drf_signet.accounts.links import make_sign_up_token, read_sign_up_token
from drf_signet.errors import SessionRevokedError, ThrottledError
from drf_signet.rates import USUAL_RATES
from drf_signet.sessions import by_place
from drf_signet.sessions.revocation_list import TenantSnapshots
from drf_signet.throttles import count_attempt, count_mail, count_password, count_refresh, count_sign_up, welcome_owner
from tests.others.tenants.served import current, nobody_served, serving

ADDRESS = "198.51.100.7"
MANY: dict[str, Callable[[], object]] = {
    "sign-in": lambda: count_attempt("ada", ADDRESS),
    "refresh": lambda: count_refresh(ADDRESS, "one session"),
    "password": lambda: count_password(1),
    "sign-up": lambda: count_sign_up(ADDRESS),
    "mail": lambda: count_mail("activation", ADDRESS),
}


def keys() -> set[str]:
    """The keys in the cache."""
    return {*cache._cache}  # type: ignore[attr-defined]


@pytest.mark.parametrize("act", MANY.values(), ids=MANY.keys())
def test_whatever_is_counted_is_counted_for_each_tenant(act: Callable[[], object]) -> None:
    """The last attempt at a is one too many. At b, and without a tenant, it is the first."""
    rates = dict.fromkeys(USUAL_RATES, "1/h")
    with serving("a", THROTTLE_RATES=rates):
        act()
        with pytest.raises(ThrottledError):
            act()
    for name in ("b", None, "None"):
        with serving(name, THROTTLE_RATES=rates):
            act()
    act()


def test_no_two_tenants_share_a_key() -> None:
    """Keys for names, places of owners, and limits that a reset lifted."""
    seen: set[str] = set()
    for name in ("a", "b", None, "None", "ab"):
        cache.clear()
        with serving(name):
            count_attempt("ada", ADDRESS).remember()
            welcome_owner(["ada"], 1, ADDRESS)
        assert seen.isdisjoint(keys())
        seen |= keys()
    assert len(seen) % 5 == 0


def test_without_the_setting_the_keys_are_what_they_were(noon: datetime) -> None:
    """An update neither lifts a lock nor locks anybody out."""
    count_attempt("ada", ADDRESS, noon).remember()
    count_refresh(ADDRESS, "one session", noon)
    count_password(1, noon)
    count_sign_up(ADDRESS, noon)
    count_mail("activation", ADDRESS, noon)
    assert keys() == {f":1:drf_signet:{one}" for one in BEFORE}


BEFORE = (
    "mail_ip:2ce6584e0772c8d0afda711912fa00cf:3600:500004",
    "password_user:3d36d3d9b79731edd2b444fa8e33d929:600:3000024",
    "place:d6111a2db7e6b6f31a13982adc926066",
    "refresh_ip:eea2347c8e15b49af96eb7a6c02577b1:60:30000240",
    "refresh_session:a12b48a155bc7972db7a13f367ae4c3e:60:30000240",
    "sign_in_account:ee7accce5028655fd461221f1dd2aa57:3600:500004",
    "sign_in_account_ip:20ed8ea44bc702b5ebc3a5cd8776f394:3600:500004",
    "sign_in_ip:eea2347c8e15b49af96eb7a6c02577b1:600:3000024",
    "sign_up_ip:eea2347c8e15b49af96eb7a6c02577b1:3600:500004",
)
LINK = "IjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwNSI:zf7uA5bGDQkGuv5ILi7lD0jzab3yXyqGNllxLRpJupA"
"""The keys that the version before the setting made."""


def read() -> frozenset[UUID]:
    """The sessions that ended at the tenant that is served."""
    READS.append(current())
    return frozenset({SIDS[current()]})


READS: list[object] = []
SIDS = {name: uuid4() for name in ("a", "b", None)}


@pytest.fixture(autouse=True)
def _nothing_read() -> None:
    READS.clear()


def is_ended(snapshots: TenantSnapshots, session_id: UUID) -> bool:
    """Whether the snapshots say that the session has ended."""
    try:
        snapshots.check(session_id)
    except SessionRevokedError:
        return True
    return False


def test_the_snapshot_of_a_tenant_is_read_by_its_own_requests_alone() -> None:
    """Once in each interval, whatever tenants come between: no other database is asked or believed."""
    now = [0.0]
    snapshots = TenantSnapshots(read, lambda: now[0])
    told = []
    for name in ("a", "b", None, "a", "b", None):
        with serving(name):
            told.append({other for other, sid in SIDS.items() if is_ended(snapshots, sid)})
    assert told == [{"a"}, {"b"}, {None}] * 2
    assert READS == ["a", "b", None]
    now[0] += 3
    with serving("b"):
        assert is_ended(snapshots, SIDS["b"])
    assert READS == ["a", "b", None, "b"]


def test_what_ends_here_is_known_here_and_costs_no_other_tenant_a_query() -> None:
    """If nobody knows the tenant of the session, all are asked again."""
    snapshots = TenantSnapshots(read)
    for name in ("a", "b"):
        with serving(name):
            snapshots.check(UUID(int=0))
    with serving("a"):
        snapshots.expire()
    for name in ("a", "b"):
        with serving(name):
            snapshots.check(UUID(int=0))
    assert READS == ["a", "b", "a"]
    with nobody_served():
        snapshots.expire()
    for name in ("a", "b"):
        with serving(name):
            snapshots.check(UUID(int=0))
    assert READS == ["a", "b", "a", "a", "b"]


def test_a_process_remembers_a_bounded_number_of_tenants(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenant that comes back later is read again, correctly."""
    monkeypatch.setattr(by_place, "MOST_TENANTS", 2)
    snapshots = TenantSnapshots(read)
    for name in ("a", "b", None, "a"):
        with serving(name):
            assert is_ended(snapshots, SIDS[name])
            assert len(snapshots._snapshots._kept) <= 2
    assert READS == ["a", "b", None, "a"]


def test_without_the_setting_there_is_one_snapshot() -> None:
    """As before."""
    reads: list[UUID] = []

    def read_once() -> frozenset[UUID]:
        reads.append(UUID(int=1))
        return frozenset(reads)

    snapshots = TenantSnapshots(read_once)
    for _ in range(3):
        assert is_ended(snapshots, UUID(int=1))
    assert (len(reads), len(snapshots._snapshots._kept)) == (1, 1)


def test_without_the_setting_links_are_what_they_were() -> None:
    """The link of a mail on its way stays valid; the link of one tenant is nothing to another."""
    sign_up = UUID(int=5)
    assert make_sign_up_token(sign_up) == LINK
    with serving("a"):
        assert read_sign_up_token(LINK) is None
        own = make_sign_up_token(sign_up)
        assert read_sign_up_token(own) == sign_up
    with serving("b"):
        assert read_sign_up_token(own) is None
    with serving(None):
        assert read_sign_up_token(LINK) is None
