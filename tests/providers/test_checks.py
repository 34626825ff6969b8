"""What ``manage.py check`` says about PROVIDERS."""

from __future__ import annotations

import pytest
from django.core.checks import CheckMessage, run_checks
from django.test import override_settings

from signet_tokens.keys import SigningKey

# Django 6 asks the database about JSON.
pytestmark = pytest.mark.django_db

IDS = ("signet.E089", "signet.E090", "signet.W087", "signet.W088", "signet.E002")
APPLE = {"client_id": "shop", "team_id": "T", "key_id": "K", "private_key": "x"}
OPENID = {"client_id": "shop", "client_secret": "hidden", "issuer": "https://id.acme.example"}


def said(providers: object, page: str | None = "https://shop.example/back") -> list[CheckMessage]:
    """What is said about *providers*, from which browsers come back to *page*."""
    with override_settings(SIGNET={"PROVIDERS": providers, "PROVIDER_RETURN_URL": page, "KEY_SET_CACHE": None}):
        return [one for one in run_checks() if one.id in IDS]


@pytest.mark.parametrize(
    ("name", "entry", "code", "words"),
    [
        ("Google!", {"client_id": "x", "preset": "google", "client_secret": "x"}, "E089", "an id that can't be used"),
        ("google", {"client": "x"}, "E089", "has 'client', which is not a key"),
        ("google", {"client_id": 7}, "E089", "has 'client_id', which should be a string, not 7"),
        ("google", {"client_id": "x", "client_secret": 7}, "E089", "should be a string or None, not int"),
        ("google", {}, "E089", "has no 'client_id'"),
        ("google", {"client_id": ""}, "E089", "has no 'client_id'"),
        ("google", {"client_id": "x", "client_secret": ""}, "E089", "has an empty 'client_secret'"),
        ("github", {"client_id": "x"}, "E089", "has no 'client_secret'"),
        ("apple", APPLE, "E089", "has a 'private_key' that can't be used"),
        ("apple", {"client_id": "x", "team_id": "T"}, "E089", "lacks 'key_id', 'private_key'"),
        ("apple", {"client_id": "x", "client_secret": "x"}, "E089", "would expire after six months"),
        ("acme", {**OPENID, "preset": "gogle"}, "E089", "has 'preset', which should be one of"),
        ("acme", {**OPENID, "algorithms": ("HS256",)}, "E089", "has 'algorithms', which should be"),
        ("acme", {**OPENID, "algorithms": ("none",)}, "E089", "has 'algorithms', which should be"),
        ("acme", {**OPENID, "algorithms": ()}, "E089", "has no 'algorithms'"),
        ("acme", {**OPENID, "client_ids": ("",)}, "E089", "has an empty item in 'client_ids'"),
        ("acme", {**OPENID, "scopes": ("openid email",)}, "E089", "has an item in 'scopes'"),
        ("acme", {**OPENID, "verifies": ("@acme.example",)}, "E089", "is no domain"),
        ("acme", {"client_id": "x"}, "E090", "has no 'issuer'"),
        ("acme", {**OPENID, "issuer": "http://id.acme.example"}, "E090", "should be an https:// URL"),
        ("acme", {**OPENID, "issuer": "id.acme.example"}, "E090", "should be an https:// URL"),
        ("acme", {**OPENID, "issuer": "https://x.example/?a"}, "E090", "should have no ?"),
        ("acme", {**OPENID, "issuer": "https://x.example/.well-known/openid-configuration"}, "E090", "its metadata"),
        ("microsoft", {"client_id": "x", "client_secret": "x", "tenant": "a b"}, "E090", "has a 'tenant'"),
        ("github", {**OPENID, "issuer": "https://x.example/api"}, "E090", "should be a host alone"),
        ("acme", {**OPENID, "tenant": "common.example"}, "W088", "['tenant'] has no effect"),
        ("acme", {**OPENID, "team_id": "T"}, "W088", "['team_id'] has no effect"),
        ("github", {"client_id": "x", "client_secret": "x", "client_ids": ("y",)}, "W088", "which has no ID tokens"),
        ("google", {"client_id": "x"}, "W088", "has no 'client_secret', so nobody who goes to Google"),
        ("google", {"client_id": "x", "client_ids": ("y",)}, "W088", "so nobody who goes to Google by a button"),
        ("microsoft", {"client_id": "x"}, "W088", "has no 'client_secret', so nobody who goes to Microsoft"),
        ("apple", {"client_id": "x"}, "W088", "has no 'private_key', so nobody who goes to Apple"),
    ],
)
def test_each_mistake_is_told_in_a_sentence(name: str, entry: dict[str, object], code: str, words: str) -> None:
    """Once, with the name of the entry, and without a secret."""
    found = said({name: entry})
    assert [one.id for one in found] == [f"signet.{code}"], found
    assert words in str(found[0].msg)
    assert f"['PROVIDERS'][{name!r}]" in str(found[0].msg)
    assert "hidden" not in str(found)


def test_what_is_right_is_not_mentioned() -> None:
    """Each known provider, and others."""
    key = SigningKey.generate("ES256")
    pem = key._jwk.as_pem(private=True).decode()  # type: ignore[union-attr]
    known = {name: {"client_id": "x", "client_secret": "y"} for name in ("google", "microsoft", "gitlab", "github")}
    others = {
        "apple": {**APPLE, "private_key": pem},
        "acme": OPENID,
        "public": {"client_id": "shop", "issuer": "https://id.acme.example"},
        "here": {"client_id": "shop", "issuer": "http://localhost:8080"},
        "inside": {"client_id": "shop", "issuer": "http://keycloak:8080/realms/x", "allow_http": True},
        "intern": {**OPENID, "preset": "gitlab", "issuer": "https://git.acme.example", "verifies": ["acme.example"]},
    }
    assert said({**known, **others}) == []


@pytest.mark.parametrize("name", ["google", "microsoft", "apple"])
def test_the_client_of_an_app_needs_no_secret(name: str) -> None:
    """It says so in ``client_ids``. Where no browser is led back, there is no button either."""
    assert said({name: {"client_id": "app", "client_ids": ("app",)}}) == []
    assert said({name: {"client_id": "x"}}, page=None) == []


def test_gitlab_needs_no_secret() -> None:
    """It has applications that aren't confidential, whose codes PKCE protects."""
    assert said({"gitlab": {"client_id": "x"}}) == []


def test_a_value_of_another_type_shows_no_secret() -> None:
    """The whole setting may be wrong."""
    found = said({"google": "hidden"})
    assert [one.id for one in found] == ["signet.E002"]
    assert "hidden" not in str(found)


def test_a_provider_without_tls_is_a_warning_once_it_is_deployed() -> None:
    """W087. While a project is developed, a provider may be on the same machine."""
    provider = {"issuer": "http://localhost:4000", "client_id": "shop", "client_secret": "hidden"}
    assert said({"acme": provider}) == []
    with override_settings(SIGNET={"PROVIDERS": {"acme": provider}, "KEY_SET_CACHE": None}):
        found = [one for one in run_checks(include_deployment_checks=True) if one.id in IDS]
    assert [one.id for one in found] == ["signet.W087"]
