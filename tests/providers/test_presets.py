"""What is special about each known provider, with documents of the shapes that they publish."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from drf_signet.errors import (
    IdTokenRefusedError,
    ProviderMisconfiguredError,
    ProviderUnavailableError,
    ProviderUnknownError,
)
from drf_signet.identities.providers.by_id_token import identity_of_id_token
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.provider_fetch import ProviderFetch
from drf_signet.identities.providers.providers_in_force import provider_names
from drf_signet.identities.providers.redirect import begin
from signet_tokens.keys import SigningKey
from tests.providers.asking import arrive, with_provider
from tests.providers.stand_in import CALLBACK, StandIn, status
from tests.stand_ins.id_tokens import KEY

OTHER = SigningKey.generate("ES256")
GOOGLE = "https://accounts.google.com"
MICROSOFT = "https://login.microsoftonline.com"
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
TENANT = "11111111-2222-3333-4444-555555555555"

TWO_WAYS = {"token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"]}
AT_GOOGLE: Mapping[str, object] = {
    "issuer": GOOGLE,
    "authorization_endpoint": "https://accounts.google.com/o/oauth2/v2/auth",
    "device_authorization_endpoint": "https://oauth2.googleapis.com/device/code",
    "token_endpoint": "https://oauth2.googleapis.com/token",
    "userinfo_endpoint": "https://openidconnect.googleapis.com/v1/userinfo",
    "revocation_endpoint": "https://oauth2.googleapis.com/revoke",
    "jwks_uri": "https://www.googleapis.com/oauth2/v3/certs",
    "response_types_supported": ["code", "token", "id_token"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "code_challenge_methods_supported": ["plain", "S256"],
    **TWO_WAYS,
}


def at_microsoft(tenant: str, issuer: str) -> dict[str, object]:
    """The metadata of *tenant*, which is that of *issuer*."""
    base = f"{MICROSOFT}/{tenant}"
    return {
        "issuer": f"{MICROSOFT}/{issuer}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "subject_types_supported": ["pairwise"],
        "cloud_instance_name": "microsoftonline.com",
        "tenant_region_scope": None,
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    }


@contextmanager
def publishing(documents: Mapping[str, object]) -> Iterator[None]:
    """Nothing else can be fetched."""

    def fetch(self: ProviderFetch, url: str) -> bytes:
        if url not in documents:
            raise OSError("nobody answers there")
        return json.dumps(documents[url]).encode()

    with patch.object(ProviderFetch, "__call__", fetch):
        yield


def identify(name: str, token: str, **entry: object) -> ProvidedIdentity:
    """The person that *token* is about."""
    with with_provider({"client_id": "shop", **entry}, name):
        return identity_of_id_token(name, id_token=token, nonce="n", now=datetime.now(UTC))


def test_google_has_two_names_and_one_issuer() -> None:
    """Somebody is the same person under both."""
    keys = {"keys": [StandIn(GOOGLE).public()]}
    documents = {f"{GOOGLE}/.well-known/openid-configuration": AT_GOOGLE, str(AT_GOOGLE["jwks_uri"]): keys}
    said = {"email": "ada@gmail.com", "email_verified": True, "hd": "acme.example", "azp": "shop"}
    with publishing(documents):
        found = [identify("google", StandIn(GOOGLE).id_token("n", said, iss=one)) for one in (GOOGLE, GOOGLE[8:])]
        with pytest.raises(IdTokenRefusedError):
            identify("google", StandIn(GOOGLE).id_token("n", iss="http://accounts.google.com"))
        with with_provider({"client_id": "shop", "client_secret": "x"}, "google"):
            url = begin("google", CALLBACK).url
    assert {(one.issuer, one.subject, one.is_entitled) for one in found} == {(GOOGLE, "ada", True)}
    assert url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert parse_qs(urlsplit(url).query)["scope"] == ["openid email profile"]


@pytest.mark.parametrize(
    ("said", "verifies", "is_entitled"),
    [
        ({"email": "ada@gmail.com"}, None, True),
        ({"email": "ada@Gmail.com"}, None, True),
        ({"email": "ada@acme.example", "hd": "acme.example"}, None, True),
        ({"email": "ada@acme.example"}, None, False),
        ({"email": "ada@notgmail.com"}, None, False),
        ({"email": "ada@gmail.com.acme.example"}, None, False),
        ({"email": "ada@acme.example", "hd": ""}, None, False),
        ({"email": "ada@acme.example", "hd": None}, None, False),
        ({"email": "ada@acme.example", "hd": True}, None, False),
        ({"email": "ada@acme.example", "hd": "acme.example", "email_verified": False}, None, False),
        ({"email": "ada@gmail.com", "email_verified": False}, None, False),
        ({"email": "ada@acme.example"}, "*", True),
        ({"email": "ada@acme.example"}, "acme.example", True),
        ({"email": "ada@acme.example", "hd": "acme.example"}, "gmail.com", False),
        ({"email": "ada@gmail.com", "hd": "acme.example"}, "acme.example", False),
    ],
)
def test_google_speaks_for_its_own_mailboxes(
    said: Mapping[str, object], verifies: str | None, is_entitled: bool
) -> None:
    """Those of Gmail, and of users whose organization has them there (``hd``); or those that the entry names."""
    keys = {"keys": [StandIn(GOOGLE).public()]}
    documents = {f"{GOOGLE}/.well-known/openid-configuration": AT_GOOGLE, str(AT_GOOGLE["jwks_uri"]): keys}
    with publishing(documents):
        token = StandIn(GOOGLE).id_token("n", {"email_verified": True, **said})
        found = identify("google", token, **({} if verifies is None else {"verifies": verifies}))
    assert (found.is_entitled, found.is_email_verified) == (is_entitled, said.get("email_verified", True))


@contextmanager
def microsoft(tenant: str, named: str, *keys: dict[str, Any]) -> Iterator[None]:
    """Microsoft, with the metadata of *tenant* and these *keys*."""
    documents: dict[str, object] = {
        f"{MICROSOFT}/{tenant}/v2.0/.well-known/openid-configuration": at_microsoft(tenant, named),
        f"{MICROSOFT}/{tenant}/discovery/v2.0/keys": {"keys": [*keys]},
    }
    with publishing(documents):
        yield


def of_tenant(
    tenant: object, said: Mapping[str, object] | None = None, *, iss: str | None = None, by: SigningKey = KEY
) -> str:
    """An ID token of Microsoft's for a user of *tenant*."""
    issuer = iss or f"{MICROSOFT}/{tenant}/v2.0"
    return StandIn(MICROSOFT).id_token("n", {"iss": issuer, "tid": tenant, "ver": "2.0", **(said or {})}, signed_by=by)


def ours(key: SigningKey, issuer: str) -> dict[str, Any]:
    """*key*, of which Microsoft says that it signs for *issuer*."""
    return StandIn(MICROSOFT).public(key, issuer=f"{MICROSOFT}/{issuer}/v2.0")


def test_microsoft_has_an_issuer_for_each_tenant() -> None:
    """The metadata of "common" has a placeholder; the token says which tenant."""
    with microsoft("common", "{tenantid}", ours(KEY, "{tenantid}")):
        for tenant in (TENANT, PERSONAL):
            assert identify("microsoft", of_tenant(tenant)).issuer == f"{MICROSOFT}/{tenant}/v2.0"
        for token in (
            of_tenant(TENANT, iss=f"{MICROSOFT}/{PERSONAL}/v2.0"),
            of_tenant(TENANT, iss=f"{MICROSOFT}/{{tenantid}}/v2.0"),
            of_tenant("{tenantid}"),
            of_tenant(f"{TENANT}/v2.0/x"),
            of_tenant("common"),
            of_tenant(None, iss=f"{MICROSOFT}/{TENANT}/v2.0"),
            of_tenant([TENANT], iss=f"{MICROSOFT}/{TENANT}/v2.0"),
            of_tenant(TENANT, iss=f"https://evil.example/{TENANT}/v2.0"),
        ):
            with pytest.raises(IdTokenRefusedError):
                identify("microsoft", token)


def test_a_key_for_personal_accounts_signs_for_no_company() -> None:
    """Microsoft says of a key whom it may sign for."""
    keys = (ours(KEY, "{tenantid}"), ours(OTHER, PERSONAL))
    with microsoft("common", "{tenantid}", *keys):
        assert identify("microsoft", of_tenant(PERSONAL, by=OTHER)).subject == "ada"
        assert identify("microsoft", of_tenant(TENANT)).subject == "ada"
        for token in (of_tenant(TENANT, by=OTHER), of_tenant(TENANT, by=OTHER, iss=f"{MICROSOFT}/{PERSONAL}/v2.0")):
            with pytest.raises(IdTokenRefusedError):
                identify("microsoft", token)


@pytest.mark.parametrize(
    ("tenant", "named", "admitted", "others"),
    [
        ("organizations", "{tenantid}", TENANT, PERSONAL),
        ("consumers", PERSONAL, PERSONAL, TENANT),
        (TENANT, TENANT, TENANT, PERSONAL),
        ("acme.onmicrosoft.com", TENANT, TENANT, PERSONAL),
    ],
)
def test_a_project_can_admit_fewer_tenants(tenant: str, named: str, admitted: str, others: str) -> None:
    """All companies, all personal accounts, or one company, by its id or by a domain."""
    with microsoft(tenant, named, ours(KEY, "{tenantid}")):
        assert identify("microsoft", of_tenant(admitted), tenant=tenant).subject == "ada"
        with pytest.raises(IdTokenRefusedError):
            identify("microsoft", of_tenant(others), tenant=tenant)


def test_microsoft_says_nothing_of_addresses_unless_it_does() -> None:
    """Anybody can write any address into a tenant of their own. ``xms_edov`` says that its domain was proved."""
    said = {"email": "ada@acme.example", "email_verified": True}
    with microsoft("common", "{tenantid}", ours(KEY, "{tenantid}")):
        entry = {"verifies": ("acme.example",)}
        assert not identify("microsoft", of_tenant(TENANT, said), **entry).is_email_verified
        assert identify("microsoft", of_tenant(TENANT, {**said, "xms_edov": "1"}), **entry).is_entitled
        assert not identify("microsoft", of_tenant(TENANT, {**said, "xms_edov": True})).is_entitled


def test_apple_gets_a_secret_that_we_make(acme: StandIn) -> None:
    """A token of ES256, of minutes. The browser comes back by a form; the address is marked by a string."""
    key = SigningKey.generate("ES256")
    pem = key._jwk.as_pem(private=True).decode()  # type: ignore[union-attr]
    methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"], "response_modes_supported": ["query"]}
    acme.answers["/.well-known/openid-configuration"] = acme.metadata(**methods)
    acme.issue("n", email="x@privaterelay.appleid.com", email_verified="true", is_private_email="true")
    entry = {
        "client_id": "shop",
        "client_secret": None,
        "team_id": "TEAM",
        "key_id": "KEY1",
        "private_key": pem,
        "verifies": "*",
    }
    found = arrive(acme, entry, "apple", nonce="n")
    own = {name: value for name, value in entry.items() if value is not None}
    with with_provider({"issuer": acme.issuer, **own}, "apple"):
        said = parse_qs(urlsplit(begin("apple", CALLBACK).url).query)
    assert (found.email, found.is_email_verified, found.is_entitled) == ("x@privaterelay.appleid.com", True, True)
    assert (said["response_mode"], said["scope"]) == (["form_post"], ["openid email name"])
    form = next(form for path, form, _ in acme.asked if path == "/token")
    public = key._jwk.as_pem(private=False).decode()  # type: ignore[union-attr]
    secret = jwt.decode(form["client_secret"], public, ["ES256"], audience=acme.issuer)
    assert jwt.get_unverified_header(form["client_secret"])["kid"] == "KEY1"
    assert (secret["iss"], secret["sub"]) == ("TEAM", "shop")
    assert 0 < secret["exp"] - secret["iat"] <= 15_777_000
    assert abs(secret["iat"] - time.time()) < 60


def github(acme: StandIn, *addresses: object, **user: object) -> None:
    """Let *acme* be a GitHub Enterprise Server, whose user has these addresses."""
    del acme.answers["/.well-known/openid-configuration"]
    acme.answers["/login/oauth/access_token"] = {"access_token": "gho_x", "scope": "read:user", "token_type": "bearer"}
    acme.answers["/api/v3/user"] = {"login": "ada", "id": 583231, "name": "Ada", "email": None, "type": "User", **user}
    acme.answers["/api/v3/user/emails"] = [*addresses]


def test_github_is_asked_who_the_user_is(acme: StandIn) -> None:
    """It has no ID tokens: its API has the number of the user, which never changes, as names do."""
    first = {"email": "ada@acme.example", "primary": True, "verified": True, "visibility": "private"}
    github(acme, {"email": "old@acme.example", "primary": False, "verified": True, "visibility": None}, first)
    found = arrive(acme, {"verifies": "acme.example"}, "github")
    assert (found.issuer, found.subject, found.email) == (acme.issuer, "583231", "ada@acme.example")
    assert (found.is_email_verified, found.is_entitled) == (True, True)
    assert (found.claims["name"], found.claims["preferred_username"]) == ("Ada", "ada")
    paths = [path for path, _, _ in acme.asked]
    assert paths == ["/login/oauth/access_token", "/api/v3/user", "/api/v3/user/emails"]
    assert acme.asked[0][1].keys() == {
        *("grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret")
    }
    assert acme.asked[1][2]["Authorization"] == "Bearer gho_x"
    assert all("the secret" not in str(headers) for _, _, headers in acme.asked)


def test_an_address_of_github_that_is_not_the_first_proves_nothing(acme: StandIn) -> None:
    """An unverified one doesn't either, nor the address on the public page."""
    github(acme, {"email": "a@acme.example", "primary": True, "verified": False}, email="public@acme.example")
    assert not arrive(acme, {"verifies": "*"}, "github").is_email_verified
    acme.answers["/api/v3/user/emails"] = status(404, {"message": "Not Found"})
    assert arrive(acme, {"verifies": "*"}, "github").email == ""


@pytest.mark.parametrize("answer", [status(500), status(401), [], {}, {"id": True}, {"id": "7"}, b"<html>"])
def test_a_github_that_names_nobody_is_a_503(acme: StandIn, answer: object) -> None:
    """Nobody is signed in."""
    github(acme)
    acme.answers["/api/v3/user"] = answer
    with pytest.raises(ProviderUnavailableError):
        arrive(acme, None, "github")


def test_github_has_no_id_tokens() -> None:
    """So none of anybody's is accepted."""
    with with_provider({"client_id": "shop", "client_secret": "x"}, "github"), pytest.raises(IdTokenRefusedError):
        identity_of_id_token("github", id_token="a.b.c", nonce="n", now=datetime.now(UTC))


def test_gitlab_may_be_ones_own(acme: StandIn) -> None:
    """With its issuer. What is known of gitlab.com isn't known of it."""
    with with_provider({"preset": "gitlab", "issuer": acme.issuer, "client_id": "shop", "client_secret": "x"}):
        assert provider_names() == {"acme": "GitLab"}
        assert begin("acme", CALLBACK).url.startswith(f"{acme.issuer}/auth?")


def test_another_issuer_of_a_preset_speaks_for_nobody(acme: StandIn) -> None:
    """Whatever it says of an organization."""
    acme.issue("n", email="ada@acme.example", email_verified=True, hd="acme.example")
    assert not arrive(acme, None, "google", nonce="n").is_entitled


def test_a_mistake_in_one_entry_leaves_the_others_alone() -> None:
    """A 503 with a code for it, and a sentence in the log; never a 500."""
    entries = {"google": {"client_id": "shop"}, "acme": {"client_id": "shop"}, "bad": {"client": "x"}}
    with with_provider({"client_id": "shop"}, "google", PROVIDERS=entries):
        assert provider_names() == {"google": "Google"}
        for name in ("acme", "bad"):
            with pytest.raises(ProviderMisconfiguredError):
                begin(name, CALLBACK)
        for name in ("nobody", "", "../google"):
            with pytest.raises(ProviderUnknownError):
                begin(name, CALLBACK)
