"""Settings that have no effect next to others, or not the intended one: Signet warns about them."""

from __future__ import annotations

import pytest
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings

from drf_signet.tokens import AccessToken
from tests.stand_ins.key_pairs import SECRET, private_pem, public_pem, rsa


def said(signet: object) -> list[CheckMessage]:
    """What the checks of this library say."""
    with override_settings(SIGNET=signet):
        return [one for one in run_checks() if (one.id or "").startswith("signet.")]


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("key", [SECRET + "old", public_pem(rsa("service"))], ids=["secret", "public"])
def test_a_former_secret_verifies_nothing(algorithm: str, key: str) -> None:
    """People change SIGNING_KEY, and keep the old one in VERIFYING_KEY, as they would with a key pair."""
    (warning,) = said({"ALGORITHM": algorithm, "SIGNING_KEY": SECRET, "VERIFYING_KEY": key})
    assert warning.id == "signet.W047"
    assert warning.msg == (
        f"SIGNET['VERIFYING_KEY'] has no effect with {algorithm}: the secret that signs also verifies."
    )
    assert warning.hint == (
        "Remove it. If it is your former secret, replace SIGNING_KEY by SIGNING_KEYS = [NEW_SECRET, FORMER_SECRET]: "
        "the first one signs, and both verify."
    )


def test_with_djangos_secret_there_is_a_place_for_former_ones() -> None:
    """The message names it."""
    (warning,) = said({"VERIFYING_KEY": SECRET})
    assert warning.hint == "Remove it. Put former secrets into Django's SECRET_KEY_FALLBACKS."


@pytest.mark.parametrize("signet", [{}, {"VERIFYING_KEY": None}, {"VERIFYING_KEY": ""}])
def test_what_says_nothing_is_no_matter(signet: object) -> None:
    """Simple JWT's default for it is an empty string, so no warning is due."""
    assert said(signet) == []


def test_with_a_key_pair_it_has_its_effect() -> None:
    """The public key of the former pair verifies."""
    pair = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))}
    assert said({**pair, "VERIFYING_KEY": public_pem(rsa("former"))}) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("ISSUER", ""), ("ISSUER", " "), ("AUDIENCE", " "), ("AUDIENCE", ("",)), ("AUDIENCE", ("us", " "))],
    ids=repr,
)
def test_an_empty_name_is_demanded_to_the_letter(name: str, value: object) -> None:
    """It comes from a variable that isn't set, and makes Signet refuse every token except our own."""
    (warning,) = said({name: value})
    assert warning.id == "signet.W049"
    assert warning.msg == f"SIGNET['{name}'] is empty, and each token has to match it exactly."


class Demanding(AccessToken):
    """Tokens that must have more claims."""


@pytest.mark.parametrize(
    "required",
    [None, "azp", ["azp"], {"azp": None}, {"azp": 5}, {"azp": []}, {"azp": ["a", None]}, {5: "a"}, {"azp": True}],
    ids=repr,
)
def test_what_no_claim_can_be_is_an_error(monkeypatch: pytest.MonkeyPatch, required: object) -> None:
    """Each request would fail."""
    monkeypatch.setattr(Demanding, "required_claims", required)
    path = f"{Demanding.__module__}.Demanding"
    assert [one.id for one in said({"AUTH_TOKEN_CLASSES": (path,)})] == ["signet.E047"]


@pytest.mark.parametrize("required", [{}, {"azp": "a"}, {"azp": ("a", "b")}, {"azp": {"a"}}], ids=repr)
def test_what_a_claim_can_be_is_none(monkeypatch: pytest.MonkeyPatch, required: object) -> None:
    """One value, or a choice of several."""
    monkeypatch.setattr(Demanding, "required_claims", required)
    assert said({"AUTH_TOKEN_CLASSES": (f"{Demanding.__module__}.Demanding",)}) == []


@pytest.mark.parametrize(
    "signet", [{"AUDIENCE": "us"}, {"AUDIENCE": ("us", "them")}, {"ISSUER": "us"}, {"AUDIENCE": None}]
)
def test_a_name_is_no_matter(signet: object) -> None:
    """No warning is due, and none without a name either."""
    assert said(signet) == []
