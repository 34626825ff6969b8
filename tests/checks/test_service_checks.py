"""What the checks say about services that ask, and about the endpoints for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from drf_signet import service_checks
from tests.stand_ins.key_pairs import pair_for, private_jwk, private_pem

OWN: Final = {"SIGNING_KEY": "a-key-of-its-own-that-is-long-enough-for-every-hash-that-signs-with-it"}
SECRET: Final = "secret-of-orders-that-is-long-enough-0123456789"
PAIR: Final = {
    "ALGORITHM": "ES256",
    "SIGNING_KEY": private_pem(pair_for("ES256")),
    "ISSUER": "https://auth.example.com",
}
GOOD: Final[dict[str, Any]] = {**PAIR, "SERVICES": {"orders": SECRET}}
MOUNTED: Final = "tests.projects.full.service_urls"
PLAIN: Final = "tests.projects.full.urls"


def said(signet: Mapping[str, Any], urls: str = MOUNTED) -> dict[str, str]:
    """What the checks of services say, by id."""
    with override_settings(SIGNET=signet, ROOT_URLCONF=urls):
        return {str(one.id): f"{one.msg} {one.hint}" for one in run_checks() if one.id in IDS}


IDS: Final = {f"signet.{one}" for one in ("E082", "E083", "E084", "E085", "W083", "W084")}


def test_nothing_is_wrong_with_services_that_have_secrets() -> None:
    """Several of one service, and their hashes, as well."""
    hashed = f"sha256:{'0f' * 32}"
    more = {"billing": [SECRET, hashed], "shipping": {"secret": (SECRET,), "audience": ["a", "b"]}}
    assert said({**GOOD, "SERVICES": {**GOOD["SERVICES"], **more}}) == {}


@pytest.mark.parametrize(
    "written",
    [
        "",
        (),
        {},
        {"secret": ""},
        {"secrets": SECRET},
        "sha256:",
        f"sha256:{'0F' * 32}",
        {"secret": SECRET, "audience": 5},
    ],
)
def test_a_service_that_nobody_can_be_is_an_error(written: Any) -> None:
    """Whatever is wrong with it, and without a word of its secret."""
    found = said({**GOOD, "SERVICES": {"orders": written}})
    assert found.keys() == {"signet.E082"}
    assert "SIGNET['SERVICES']['orders'] " in found["signet.E082"]
    assert SECRET not in found["signet.E082"]


@pytest.mark.parametrize("written", ["x" * 31, (SECRET, "short"), {"secret": "guess me"}])
def test_a_short_secret_is_an_error(written: Any) -> None:
    """Even if another one is long enough."""
    found = said({**GOOD, "SERVICES": {"orders": written}})
    assert found.keys() == {"signet.E083"}
    assert "guess" not in found["signet.E083"]


def test_a_type_that_no_secret_has_is_told_without_its_value() -> None:
    """By the check of all types."""
    with override_settings(SIGNET={**GOOD, "SERVICES": [SECRET]}):
        found = [one for one in run_checks() if one.id == "signet.E002"]
    assert len(found) == 1
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    "signet",
    [
        {**OWN, "ISSUER": "https://auth.example.com", "SERVICES": GOOD["SERVICES"]},
        {**GOOD, "SIGNING_KEYS": ({"kty": "oct", "k": "0f" * 32, "alg": "HS256"},), "SIGNING_KEY": None},
    ],
    ids=["one key", "several"],
)
def test_a_feed_that_is_signed_with_a_secret_is_an_error(signet: Mapping[str, Any]) -> None:
    """Whoever could verify it could issue tokens."""
    assert said(signet).keys() == {"signet.E084"}


def test_a_feed_that_is_signed_with_one_of_several_pairs_is_right() -> None:
    """Their own algorithm counts, not ALGORITHM."""
    keys = ({**private_jwk(pair_for("ES256")), "alg": "ES256"},)
    assert said({**GOOD, "ALGORITHM": "RS256", "SIGNING_KEY": None, "SIGNING_KEYS": keys}) == {}


def test_a_feed_without_an_issuer_is_an_error() -> None:
    """Everybody would refuse it."""
    assert said({**GOOD, "ISSUER": None}).keys() == {"signet.E085"}


def test_endpoints_that_nobody_may_use_are_a_warning() -> None:
    """And services that can ask nowhere."""
    assert said(PAIR).keys() == {"signet.W083"}
    assert said(GOOD, PLAIN).keys() == {"signet.W084"}
    assert said(OWN, PLAIN) == {}


def test_every_rule_is_registered_once() -> None:
    """And has an id of its own."""
    names = [one.__name__ for one in service_checks.ERRORS]
    assert sorted(names) == sorted(one for one in vars(service_checks) if one.startswith(("check_", "warn_")))
    assert {f"signet.{str(one.__doc__)[:4]}" for one in service_checks.ERRORS} == IDS
