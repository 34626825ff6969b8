"""What the system checks say about ISSUERS and KEY_SET_CACHE."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings
from django.urls import path

from drf_signet import issuer_checks
from drf_signet.authentication import JWTAuthentication
from tests.projects.full.urls import StatelessWhoAmI
from tests.stand_ins.key_pairs import SECRET

ISSUER = "https://id.example"
OTHER = "https://other.example"
HERE = "tests.issuers.test_users"
PLACE = f"SIGNET['ISSUERS'][{ISSUER!r}]"
GOOD = {"audience": "shop"}
OWN_KEY = {"SIGNING_KEY": SECRET}
STATELESS = "drf_signet.authentication.JWTStatelessUserAuthentication"
urlpatterns = [path("stateless/", StatelessWhoAmI.as_view())]


def said(signet: object, *, deploy: bool = False) -> list[CheckMessage]:
    """What the checks of this library say."""
    with override_settings(SIGNET=signet):
        found = run_checks(include_deployment_checks=deploy)
    return [one for one in found if (one.id or "").startswith("signet.")]


def entry(**keys: object) -> dict[str, object]:
    """Settings with one issuer."""
    return {**OWN_KEY, "ISSUERS": {ISSUER: {**GOOD, **keys}}}


def test_nothing_is_said_about_good_entries(tmp_path: Path) -> None:
    """Not even for deployment, where key sets are kept in a folder."""
    entries = {
        ISSUER: {"audience": ["shop", "api"], "leeway": timedelta(seconds=5), "user": f"{HERE}.linked"},
        OTHER: {"required_claims": {"client_id": "shop"}, "jwks_url": "https://other.example/keys", "leeway": 5},
        "urn:third": {"audience": "shop", "jwks_url": "http://keys:8000/", "allow_http": True, "algorithms": ["ES256"]},
    }
    signet = {**OWN_KEY, "AUDIENCE": "us", "ISSUERS": entries, "KEY_SET_CACHE": tmp_path}
    assert said(signet) == []
    assert [one.id for one in said(signet, deploy=True)] == ["signet.W046"]


WRONG: dict[str, tuple[str, dict[str, Any], str, str | None]] = {
    "misspelt": (
        "E001",
        entry(audienc="x"),
        f"{PLACE}['audienc'] is not a setting.",
        "Did you mean 'audience'?",
    ),
    "in-capitals": ("E001", entry(JWKS_URL="x"), f"{PLACE}['JWKS_URL'] is not a setting.", "Did you mean 'jwks_url'?"),
    "no-string": ("E001", entry(**{"5": 5}), f"{PLACE}['5'] is not a setting.", None),
    "wrong-type": ("E002", entry(leeway="5"), f"{PLACE}['leeway'] should be a datetime.timedelta or a number", None),
    "secret": ("E002", entry(algorithms=["HS256"]), f"{PLACE}['algorithms'] should be a tuple in which each", None),
    "one-algorithm": ("E002", entry(algorithms="RS256"), f"{PLACE}['algorithms'] should be", None),
    "list-of-issuers": ("E002", {"ISSUERS": [GOOD]}, "SIGNET['ISSUERS'] should be a dict", None),
    "ourselves": (
        "E076",
        {**entry(), "ISSUER": ISSUER},
        f"SIGNET['ISSUERS'] has an entry for {ISSUER!r}, which is our own ISSUER.",
        "If this service only verifies tokens of that issuer, remove ISSUER. Our own tokens need no entry.",
    ),
    "no-audience": ("E077", entry(audience=()), f"{PLACE} has no 'audience'", None),
    "negative": ("E006", entry(leeway=-1), f"{PLACE}['leeway'] should be a number of seconds", None),
    "empty-audience": ("E077", entry(audience=""), f"{PLACE} has an empty 'audience'", None),
    "nothing-required": (
        "E077",
        entry(audience=(), required_claims={"azp": ()}),
        f"{PLACE} has an empty 'audience' or an empty value in 'required_claims'",
        None,
    ),
    "plain-http": (
        "E078",
        {**OWN_KEY, "ISSUERS": {"http://id.example": GOOD}},
        "SIGNET['ISSUERS']: The issuer should be an https:// URL",
        issuer_checks.PLAIN_HTTP,
    ),
    "no-url": ("E078", {**OWN_KEY, "ISSUERS": {"shop": GOOD}}, "SIGNET['ISSUERS']: The issuer should be", None),
    "no-url-of-keys": ("E078", entry(jwks_url="keys"), f"SIGNET['ISSUERS']: The jwks_url of {ISSUER} should be", None),
    "no-algorithm": ("E078", entry(algorithms=()), f"SIGNET['ISSUERS']: No algorithm is named for {ISSUER}.", None),
    "unknown-way": (
        "E079",
        entry(user="get_or_crate", user_field=None),
        f"{PLACE}['user'] is 'get_or_crate', which is none of 'stateless', 'get', 'get_or_create'.",
        "Did you mean 'get_or_create'?",
    ),
    "no-function": (
        "E079",
        entry(user="shop.people.user_of"),
        f"{PLACE}['user']: 'shop.people.user_of' can't be",
        None,
    ),
    "not-callable": ("E079", entry(user=f"{HERE}.HERE"), f"{PLACE}['user']: {HERE + '.HERE'!r} can't be called.", None),
    "async": (
        "E079",
        entry(user=f"{HERE}.asynchronous"),
        f"{PLACE}['user']: {HERE + '.asynchronous'!r} is async.",
        None,
    ),
    "no-defaults": (
        "E079",
        entry(user="get_or_create", user_field="password_hash", user_defaults="shop.nothing"),
        f"{PLACE}['user_defaults']: 'shop.nothing' can't be imported.",
        None,
    ),
    "no-such-function": ("E079", entry(is_ended="shop.x"), f"{PLACE}['is_ended']: 'shop.x' can't be imported.", None),
    "plain-feed": (
        "E086",
        entry(feed_url="http://auth.example.com/events/"),
        f"{PLACE}['feed_url'] should be an https:// URL",
        None,
    ),
    "no-field": ("E079", entry(user="get"), f"{PLACE} has no 'user_field', but its 'user' is 'get'.", None),
    "an-address-as-subject": ("E080", entry(subject_claim="email"), f"{PLACE}['subject_claim'] is 'email'", None),
    "an-address": ("E080", entry(user="get", user_field="email"), f"{PLACE}['user_field']: 'email' holds", None),
    "unknown-field": ("E080", entry(user="get", user_field="sub"), f"{PLACE}['user_field']: User has no field", None),
    "shared-value": ("E080", entry(user="get", user_field="last_name"), f"{PLACE}['user_field']: 'last_name' is", None),
    "no-cache": (
        "E078",
        {**entry(), "KEY_SET_CACHE": "keys"},
        "SIGNET['KEY_SET_CACHE'] is 'keys', but CACHES has only 'default'.",
        "Give an alias of CACHES. For a folder, write a pathlib.Path.",
    ),
    "field-for-nothing": ("W081", entry(user_field="username"), f"{PLACE}['user_field'] has no effect", "Remove it."),
    "defaults-for-nothing": (
        "W081",
        entry(user_defaults=f"{HERE}.names_of"),
        f"{PLACE}['user_defaults'] has no effect where 'user' is 'stateless'.",
        "Remove it.",
    ),
    "tenant-for-nothing": ("W081", entry(tenant_claim="org_id"), f"{PLACE}['tenant_claim'] has no effect", None),
    "a-name": ("W082", entry(user="get", user_field="username"), f"{PLACE}['user_field'] is 'username': anyone", None),
}


@pytest.mark.parametrize(("code", "signet", "message", "hint"), WRONG.values(), ids=WRONG)
def test_a_wrong_entry_is_complained_of(code: str, signet: Any, message: str, hint: str | None) -> None:
    """With its id, its place, and what to do."""
    found = {one.id: one for one in said(signet)}
    assert f"signet.{code}" in found, found
    complaint = found[f"signet.{code}"]
    assert complaint.msg.startswith(message)
    assert hint in (None, complaint.hint)


def test_two_issuers_share_no_field() -> None:
    """Otherwise, the user "5" of one is the user "5" of the other."""
    rows = {**GOOD, "user": "get", "user_field": "username"}
    (error,) = [one for one in said({**OWN_KEY, "ISSUERS": {ISSUER: rows, OTHER: rows}}) if one.id == "signet.E080"]
    assert error.msg.startswith("SIGNET['ISSUERS']: several entries have the 'user_field' 'username'")


def test_users_for_nothing_are_complained_of(settings: Any) -> None:
    """Where no class that authenticates looks anybody up."""
    settings.ROOT_URLCONF = __name__
    settings.REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": [STATELESS]}
    (found,) = said(entry(user=f"{HERE}.linked"))
    assert (found.id, found.msg) == (
        "signet.W081",
        f"{PLACE}['user'] has no effect where every view authenticates without a database of users.",
    )


class Careless(JWTAuthentication):
    """Reads a claim that an issuer may write as it likes."""

    def get_user(self, validated_token: Any) -> Any:
        """A user of ours, whoever issued the token."""
        return User.objects.get(pk=validated_token["user_id"])


class Careful(Careless):
    """Tells the tokens apart."""

    def get_user(self, validated_token: Any) -> Any:
        """A user of ours for a token of ours."""
        return None if validated_token.issuer else User.objects.get(pk=validated_token["user_id"])


class Polite(JWTAuthentication):
    """Looks at the user that was found."""

    def get_user(self, validated_token: Any) -> Any:
        """The same."""
        return super().get_user(validated_token)


@pytest.mark.parametrize(("one", "ids"), [(Careless, ["signet.W085"]), (Careful, []), (Polite, [])])
def test_a_class_that_finds_users_without_asking_who_issued_the_token(settings: Any, one: type, ids: list[str]) -> None:
    """User "5" there would be "5" here. Without issuers, all tokens are ours."""
    settings.REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": [f"{__name__}.{one.__name__}"]}
    found = said(entry())
    assert [message.id for message in found] == ids
    assert all("Careless.get_user()" in message.msg for message in found)
    assert said(OWN_KEY) == []


def test_key_sets_in_the_memory_of_the_process_are_complained_of() -> None:
    """For deployment. Without issuers nothing is kept."""
    assert [one.id for one in said({**entry(), "AUDIENCE": "us"}, deploy=True)] == ["signet.W080"]
    assert said({**OWN_KEY, "AUDIENCE": "us"}, deploy=True) == []
    assert said({**entry(), "AUDIENCE": "us", "KEY_SET_CACHE": None}, deploy=True) == []


def test_a_service_that_only_verifies_needs_no_key(settings: Any, tmp_path: Path) -> None:
    """No check asks for one, nor says anything of SECRET_KEY."""
    settings.ROOT_URLCONF = __name__
    settings.REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": [STATELESS]}
    signet = {"ISSUERS": {ISSUER: GOOD}, "KEY_SET_CACHE": tmp_path}
    for algorithm in ("HS256", "ES256"):
        changes = {"ALGORITHM": algorithm, "TOKEN_TYPE_CLAIM": None}
        assert said({**signet, **changes}, deploy=True) == []


def test_a_service_that_issues_tokens_needs_a_key() -> None:
    """Adding issuers to a project whose tokens SECRET_KEY signs takes that key away."""
    (error,) = said({"ISSUERS": {ISSUER: GOOD}})
    assert error.id == "signet.E081"
    assert "SECRET_KEY" in (error.hint or "")


def test_an_id_belongs_to_one_rule_that_is_registered() -> None:
    """As in the other modules of checks."""
    rules = {}
    for function in ast.parse(inspect.getsource(issuer_checks)).body:
        if isinstance(function, ast.FunctionDef) and function.name.startswith(("check_", "warn_")):
            (rules[function.name],) = set(re.findall(r"^[EW]\d{3}", ast.get_docstring(function) or ""))
    assert len(set(rules.values())) == len(rules)
    listed = [one.__name__ for one in (*issuer_checks.ERRORS, *issuer_checks.OF_DEPLOYMENT)]
    assert sorted(listed) == sorted(rules)
