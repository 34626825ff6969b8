"""
The tokens of identity providers, as their documents describe them: headers, claims, and members of their key sets.

Keys are made here; names and identifiers are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.stand_ins.key_pairs import Jwk, Pair, pair_for, public_jwk, rsa

NOW: Final = 1_800_000_000
USER: Final = "5be86359-073c-434b-ad2d-a3932222dabe"
TENANT: Final = "11111111-2222-3333-4444-555555555555"

Claims = Mapping[str, Any]


def lasting(seconds: int, **claims: object) -> Claims:
    """Claims of a token that was issued now."""
    return {"iat": NOW, "exp": NOW + seconds, **claims}


@dataclass(frozen=True)
class Shape:
    """A provider: its access token, and the other tokens that it issues."""

    heading: str
    """Its heading on the page."""

    block: int
    """The number of its block of settings there."""

    url: str
    issuer: str
    access: Claims
    user: str
    others: Mapping[str, Claims]
    """Genuine tokens for other uses: how their claims differ from the access token; None for a missing one."""

    algorithm: str = "RS256"
    header: Claims = field(default_factory=dict)
    member: Claims = field(default_factory=lambda: {"use": "sig", "alg": "RS256"})
    besides: tuple[Jwk, ...] = ()

    @property
    def pair(self) -> Pair:
        """The key pair of the provider."""
        return pair_for(self.algorithm) if self.algorithm.startswith("ES") else rsa(self.heading)

    def published(self) -> dict[str, object]:
        """Its key set."""
        key = public_jwk(self.pair, kid="kid-of-2026", **self.member)
        return {"keys": [*self.besides, key]}

    def documents(self) -> dict[str, object]:
        """What it publishes, by the addresses."""
        metadata = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        return {metadata: {"issuer": self.issuer, "jwks_uri": self.url}, self.url: self.published()}

    def token_header(self) -> dict[str, object]:
        """The header of a token."""
        return {"alg": self.algorithm, "kid": "kid-of-2026", **self.header}


AUTH0: Final = Shape(
    heading="Auth0",
    block=0,
    url="https://shop.eu.auth0.com/.well-known/jwks.json",
    issuer="https://shop.eu.auth0.com/",
    header={"typ": "JWT"},
    member={"use": "sig", "alg": "RS256", "x5t": "AA", "x5c": ["MIID"]},
    access=lasting(
        86_400,
        sub="auth0|63f0a1b2c3d4e5f6a7b8c9d0",
        aud=["https://api.shop.example", "https://shop.eu.auth0.com/userinfo"],
        azp="wEbClIeNtId0123456789",
        scope="openid profile email",
    ),
    user="auth0|63f0a1b2c3d4e5f6a7b8c9d0",
    others={
        "id-token": {"aud": "wEbClIeNtId0123456789", "azp": None, "nonce": "n", "sid": "s", "email": "ada@example.com"},
        "other-api": {"aud": ["https://api.other.example", "https://shop.eu.auth0.com/userinfo"]},
        "other-tenant": {"iss": "https://other.eu.auth0.com/"},
        "without-the-slash": {"iss": "https://shop.eu.auth0.com"},
    },
)

COGNITO: Final = Shape(
    heading="Amazon Cognito",
    block=0,
    url="https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
    issuer="https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
    access=lasting(
        3_600,
        sub=USER,
        client_id="4example23456789",
        token_use="access",
        scope="aws.cognito.signin.user.admin",
        auth_time=NOW,
        origin_jti="o",
        event_id="e",
        jti="j",
        username="ada",
    ),
    user=USER,
    others={
        "id-token": {
            "token_use": "id",
            "aud": "4example23456789",
            "client_id": None,
            "username": None,
            "cognito:username": "ada",
            "email_verified": True,
        },
        "other-client": {"client_id": "5other34567890"},
        "other-pool": {"iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Zy98Xw76V"},
    },
)

KEYCLOAK: Final = Shape(
    heading="Keycloak",
    block=0,
    url="https://id.shop.example/realms/shop/protocol/openid-connect/certs",
    issuer="https://id.shop.example/realms/shop",
    header={"typ": "JWT"},
    besides=(public_jwk(rsa("encryption"), kid="for-encryption", use="enc", alg="RSA-OAEP"),),
    access=lasting(
        300,
        auth_time=NOW,
        jti="onrtac:5d1a",
        aud=["shop-api", "account"],
        sub=USER,
        typ="Bearer",
        azp="shop-web",
        sid="c7a1",
        acr="1",
        realm_access={"roles": ["offline_access", "uma_authorization"]},
        resource_access={"account": {"roles": ["manage-account"]}},
        scope="openid profile email",
        email_verified=True,
        preferred_username="ada",
    ),
    user=USER,
    others={
        "id-token": {"typ": "ID", "aud": "shop-web", "at_hash": "h"},
        "id-token-with-the-audience": {"typ": "ID", "at_hash": "h"},
        "refresh-token": {"typ": "Refresh", "aud": "https://id.shop.example/realms/shop"},
        "offline-token": {"typ": "Offline"},
        "without-the-mapper": {"aud": "account"},
        "without-an-audience": {"aud": None},
        "other-realm": {"iss": "https://id.shop.example/realms/other"},
    },
)

KEYCLOAK_IN_COMPOSE: Final = Shape(
    heading="Keycloak",
    block=1,
    url="http://keycloak:8080/realms/shop/protocol/openid-connect/certs",
    issuer="http://localhost:8080/realms/shop",
    header={"typ": "JWT"},
    access=KEYCLOAK.access,
    user=USER,
    others={"by-its-name-inside": {"iss": "http://keycloak:8080/realms/shop"}, "id-token": {"typ": "ID"}},
)

ENTRA: Final = Shape(
    heading="Microsoft Entra ID",
    block=0,
    url=f"https://login.microsoftonline.com/{TENANT}/discovery/v2.0/keys",
    issuer=f"https://login.microsoftonline.com/{TENANT}/v2.0",
    header={"typ": "JWT"},
    # Its keys say what they are for by "use" alone.
    member={"use": "sig", "x5t": "AA", "x5c": ["MIID"], "issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"},
    access=lasting(
        4_500,
        aud="66666666-7777-8888-9999-000000000000",
        nbf=NOW,
        aio="AX",
        azp="77777777-0000-0000-0000-000000000000",
        azpacr="0",
        name="Ada",
        oid=USER,
        preferred_username="ada@shop.example",
        rh="0.A",
        scp="profile access_as_user",
        sub="pairwise-subject",
        tid=TENANT,
        uti="u",
        ver="2.0",
    ),
    user=USER,
    others={
        "id-token": {"scp": None, "azp": None, "nonce": "n"},
        "other-scope": {"scp": "access_as_admin profile"},
        "of-an-app": {"scp": None, "roles": ["Orders.Read"], "idtyp": "app"},
        "other-api": {"aud": "88888888-0000-0000-0000-000000000000"},
        "for-graph": {"aud": "00000003-0000-0000-c000-000000000000"},
        "other-tenant": {"iss": "https://login.microsoftonline.com/99999999-0000-0000-0000-000000000000/v2.0"},
        "version-1": {"iss": f"https://sts.windows.net/{TENANT}/", "ver": "1.0"},
    },
)

ENTRA_1: Final = Shape(
    heading="Microsoft Entra ID",
    block=1,
    url=f"https://login.microsoftonline.com/{TENANT}/discovery/keys",
    issuer=f"https://sts.windows.net/{TENANT}/",
    header={"typ": "JWT", "x5t": "AA"},
    member={"use": "sig", "x5t": "AA", "x5c": ["MIID"]},
    access=lasting(
        4_500,
        aud="api://66666666-7777-8888-9999-000000000000",
        nbf=NOW,
        acr="1",
        amr=["pwd"],
        appid="77777777-0000-0000-0000-000000000000",
        appidacr="0",
        ipaddr="192.0.2.7",
        oid=USER,
        scp="access_as_user",
        sub="pairwise-subject",
        tid=TENANT,
        unique_name="ada@shop.example",
        upn="ada@shop.example",
        ver="1.0",
    ),
    user=USER,
    others={
        "version-2": {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "ver": "2.0"},
        "other-api": {"aud": "api://88888888-0000-0000-0000-000000000000"},
        "id-token": {"aud": "66666666-7777-8888-9999-000000000000", "scp": None},
    },
)

FIREBASE: Final = Shape(
    heading="Firebase",
    block=0,
    url="https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
    issuer="https://securetoken.google.com/shop-12345",
    header={"typ": "JWT"},
    besides=(public_jwk(rsa("tomorrow"), kid="kid-of-tomorrow", use="sig", alg="RS256"),),
    access=lasting(
        3_600,
        aud="shop-12345",
        auth_time=NOW,
        user_id="Xy28CharactersOfFirebase0001",
        sub="Xy28CharactersOfFirebase0001",
        email="ada@example.com",
        email_verified=True,
        firebase={"identities": {"email": ["ada@example.com"]}, "sign_in_provider": "password"},
    ),
    user="Xy28CharactersOfFirebase0001",
    others={
        "other-project": {"iss": "https://securetoken.google.com/other-1", "aud": "other-1"},
        "other-audience": {"aud": "other-1"},
        "session-cookie": {"iss": "https://session.firebase.google.com/shop-12345"},
    },
)

OKTA: Final = Shape(
    heading="Okta",
    block=0,
    url="https://shop.okta.com/oauth2/default/v1/keys",
    issuer="https://shop.okta.com/oauth2/default",
    access=lasting(
        3_600,
        ver=1,
        jti="AT.x",
        aud="api://default",
        cid="0oa1client",
        uid="00u1user",
        scp=["openid", "profile"],
        auth_time=NOW,
        sub="ada@shop.example",
    ),
    user="00u1user",
    others={
        "id-token": {"jti": "ID.x", "aud": "0oa1client", "cid": None, "uid": None, "scp": None, "sub": "00u1user"},
        "of-the-org-server": {"iss": "https://shop.okta.com", "aud": "https://shop.okta.com"},
        "other-api": {"aud": "api://other"},
        "of-a-machine": {"uid": None, "sub": "0oa1client"},
    },
)

CLERK: Final = Shape(
    heading="Clerk",
    block=0,
    url="https://clerk.shop.example/.well-known/jwks.json",
    issuer="https://clerk.shop.example",
    header={"typ": "JWT", "cat": "cl_B7d4PD111AAA"},
    access=lasting(
        60,
        azp="https://shop.example",
        fva=[0, -1],
        nbf=NOW - 10,
        sid="sess_2x",
        sts="active",
        sub="user_2xAda",
        v=2,
    ),
    user="user_2xAda",
    others={
        "other-page": {"azp": "https://evil.example"},
        "without-a-page": {"azp": None},
        "other-instance": {"iss": "https://clerk.other.example"},
        "a-minute-later": {"exp": NOW - 6, "iat": NOW - 66},
    },
)

SUPABASE: Final = Shape(
    heading="Supabase",
    block=0,
    url="https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json",
    issuer="https://abcdefghijklmnopqrst.supabase.co/auth/v1",
    algorithm="ES256",
    header={"typ": "JWT"},
    member={"alg": "ES256", "use": "sig", "key_ops": ["verify"], "ext": True},
    besides=(public_jwk(rsa("former"), kid="former", use="sig", alg="RS256", key_ops=["verify"]),),
    access=lasting(
        3_600,
        aud="authenticated",
        sub=USER,
        email="ada@example.com",
        phone="",
        app_metadata={"provider": "email", "providers": ["email"]},
        user_metadata={},
        role="authenticated",
        aal="aal1",
        amr=[{"method": "password", "timestamp": NOW}],
        session_id="s",
        is_anonymous=False,
    ),
    user=USER,
    others={
        "other-project": {"iss": "https://zyxwvutsrqponmlkjihg.supabase.co/auth/v1"},
        "other-audience": {"aud": "other"},
    },
)

SHAPES: Final = {
    "auth0": AUTH0,
    "cognito": COGNITO,
    "keycloak": KEYCLOAK,
    "keycloak-in-compose": KEYCLOAK_IN_COMPOSE,
    "entra": ENTRA,
    "entra-1": ENTRA_1,
    "firebase": FIREBASE,
    "okta": OKTA,
    "clerk": CLERK,
    "supabase": SUPABASE,
}
