"""What the system checks say where the documents are mounted, and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from django.core.checks import run_checks
from django.urls import include, path
from joserfc.jwk import ECKey

from tests.stand_ins.key_pairs import SECRET, pair_for, private_jwk, private_pem

ISSUER: Final = "https://auth.example.com"
ES256: Final = {"ALGORITHM": "ES256", "SIGNING_KEY": private_pem(pair_for("ES256"))}
OURS: Final = ("signet.E072", "signet.W077", "signet.W078")


def said(settings: Any, signet: dict[str, Any]) -> list[str]:
    """The ids of these checks, with the dict *signet*."""
    settings.SIGNET = signet
    return [str(one.id) for one in run_checks() if one.id in OURS]


@pytest.mark.parametrize(
    "issuer",
    [
        "my-service",
        "http://auth.example.com",
        "https://auth.example.com/?tenant=1",
        "https://auth.example.com/#top",
        "https://ada@auth.example.com",
        "https://auth example.com",
        "https://auth.example.com:0",
        "ftp://auth.example.com",
        "https:///auth",
    ],
)
def test_an_issuer_that_nobody_finds_is_an_error(settings: Any, issuer: str) -> None:
    """E072: its metadata are found by its name."""
    assert said(settings, {**ES256, "ISSUER": issuer}) == ["signet.E072"]
    settings.ROOT_URLCONF = "drf_signet.urls"
    assert said(settings, {**ES256, "ISSUER": issuer}) == []


@pytest.mark.parametrize("issuer", [ISSUER, f"{ISSUER}/ours", "http://localhost:8000", "http://[::1]:8000"])
def test_an_issuer_with_an_address_is_none(settings: Any, issuer: str) -> None:
    """Also in development."""
    assert said(settings, {**ES256, "ISSUER": issuer}) == []


def test_somebody_elses_name_is_theirs(settings: Any) -> None:
    """A service that only verifies requires what its issuer writes."""
    signet = {"ALGORITHM": "RS256", "JWK_URL": "https://id.example.com/keys", "ISSUER": "id"}
    assert said(settings, signet) == []


def test_an_address_with_nothing_is_worth_a_warning(settings: Any, tmp_path: Path) -> None:
    """W077: no key that may be published, or no name."""
    assert said(settings, {}) == ["signet.W077", "signet.W077"]
    assert said(settings, {"ISSUER": ISSUER}) == ["signet.W077"]
    assert said(settings, {"ISSUER": ISSUER, "SIGNING_KEYS": [SECRET, SECRET[::-1]]}) == ["signet.W077"]
    assert said(settings, dict(ES256)) == ["signet.W077"]
    pair = {**private_jwk(ECKey.generate_key("P-256")), "alg": "ES256"}
    assert said(settings, {"ISSUER": ISSUER, "SIGNING_KEYS": [SECRET, pair]}) == []
    assert said(settings, {"ISSUER": ISSUER, "SIGNING_KEYS": {"keys": [pair]}}) == []
    assert said(settings, {"ISSUER": ISSUER, "SIGNING_KEYS": tmp_path / "absent.json"}) == []
    assert said(settings, {"ISSUER": ISSUER, "SIGNING_KEYS": "tests.well_known.test_checks.NoStore"}) == []
    settings.ROOT_URLCONF = "drf_signet.urls"
    assert said(settings, {}) == []


class NoStore:
    """A store that no check may ask: it may be in a database that isn't there yet."""

    interval = 1.0

    def read(self) -> Any:
        """Never."""
        raise AssertionError


def test_addresses_that_are_not_at_the_root_are_worth_a_warning(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """W078: nobody looks below a prefix."""
    module = ModuleType("elsewhere")
    vars(module)["urlpatterns"] = [path("api/", include("drf_signet.well_known.urls"))]
    monkeypatch.setitem(sys.modules, "elsewhere", module)
    settings.ROOT_URLCONF = "elsewhere"
    settings.SIGNET = {**ES256, "ISSUER": ISSUER}
    (one,) = [one for one in run_checks() if one.id in OURS]
    assert one.id == "signet.W078"
    assert "/api/.well-known/jwks.json" in one.msg
