"""The published keys: which, and how they are answered."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from signet_tokens.ring_document import as_text, written_ring
from signet_tokens.ring_key import RingKey
from tests.stand_ins.key_pairs import pair_for, private_pem, public_jwk, signing_key

ADDRESS: Final = "/.well-known/jwks.json"
ES256: Final[Mapping[str, Any]] = {"ALGORITHM": "ES256", "SIGNING_KEY": private_pem(pair_for("ES256"))}


@pytest.fixture(autouse=True)
def signing_with_a_pair(settings: Any) -> None:
    """As others can verify it."""
    settings.SIGNET = dict(ES256)


def test_it_is_a_key_set_that_caches_may_keep(client: Client) -> None:
    """For everybody, on every origin, for a while."""
    answer = client.get(ADDRESS)
    key = {**public_jwk(pair_for("ES256")), "kid": signing_key("ES256").kid, "use": "sig", "alg": "ES256"}
    assert answer.json() == {"keys": [key]}
    assert answer.headers["Content-Type"] == "application/jwk-set+json"
    assert answer.headers["Cache-Control"] == ("public, max-age=300, stale-while-revalidate=300, stale-if-error=86400")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Vary" not in answer.headers
    assert not answer.cookies


def test_whoever_has_it_already_is_not_sent_it_again(client: Client) -> None:
    """304 with the headers that a cache needs to keep it longer (RFC 9110 section 15.4.5)."""
    first = client.get(ADDRESS)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(ADDRESS, headers={"If-None-Match": sent})
        assert (answer.status_code, answer.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin"):
            assert answer.headers[name] == first.headers[name]
        assert "Content-Type" not in answer.headers
    assert client.get(ADDRESS, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("condition", ["If-Match", "If-Unmodified-Since"])
def test_nobody_can_have_a_cache_keep_a_refusal(client: Client, condition: str) -> None:
    """For those who come after: what caches may keep is the document, whatever one client demands of it."""
    for value in ('"another"', "Thu, 01 Jan 1970 00:00:00 GMT"):
        answer = client.get(ADDRESS, headers={condition: value})
        assert (answer.status_code, len(answer.json()["keys"])) == (200, 1)


def test_another_key_has_another_tag(client: Client) -> None:
    """So that nobody goes on with the old one."""
    before = client.get(ADDRESS).headers["ETag"]
    with override_settings(SIGNET={"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(pair_for("RS256"))}):
        assert client.get(ADDRESS, headers={"If-None-Match": before}).status_code == 200


def test_the_keys_that_verify_are_published(client: Client, tmp_path: Path) -> None:
    """Those that will sign, that sign, and that have signed. None that is over or that somebody else may have."""
    now = time.time()
    ring = {
        "pending": RingKey(signing_key("ES384"), signs_from=None),
        "active": RingKey(signing_key("ES256"), signs_from=now - 60),
        "retiring": RingKey(signing_key("RS256"), signs_from=1.0, verifies_until=now + 600),
        "retired": RingKey(signing_key("ES512"), verifies_until=now - 1),
        "compromised": RingKey(signing_key("Ed25519"), compromised_at=now - 1),
        "secret": RingKey(signing_key("HS256"), signs_from=1.0),
    }
    file = tmp_path / "keys.json"
    file.write_text(as_text(written_ring(ring.values())))
    with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": file}):
        kids = [one["kid"] for one in client.get(ADDRESS).json()["keys"]]
    assert kids == [ring[one].key.kid for one in ("active", "pending", "retiring")]


def test_without_its_keys_it_says_when_to_ask_again(client: Client, tmp_path: Path) -> None:
    """503, which nobody keeps."""
    with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": tmp_path / "absent.json"}):
        answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (503, "keys_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("signet", [{"ALGORITHM": "ES256", "SIGNING_KEY": "no key"}, {"ALGORITHM": 7}])
def test_settings_that_are_wrong_are_no_fault(client: Client, signet: Mapping[str, Any]) -> None:
    """503, and the log says what is wrong."""
    with override_settings(SIGNET=dict(signet)):
        answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()["code"]) == (503, "misconfigured")


def test_it_asks_no_database(client: Client, db: None) -> None:
    """Nobody's session, and no transaction."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ADDRESS).status_code == 200
    assert not queries.captured_queries


def test_a_head_is_a_get_without_a_body(client: Client) -> None:
    """With the same headers."""
    answer = client.head(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == client.get(ADDRESS).headers["ETag"]


def test_a_page_of_another_origin_may_ask_with_headers_of_its_own(client: Client) -> None:
    """A browser asks first."""
    answer = client.options(
        ADDRESS,
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "*"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]


def test_nothing_can_be_sent_there(client: Client) -> None:
    """405 in JSON, with a code."""
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(ADDRESS)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
