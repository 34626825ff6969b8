"""ID tokens that are forged, of somebody else, or odd: none signs anybody in, by a code or by itself."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import pytest

from drf_signet.identities.models import Identity, PresentedToken
from drf_signet.sessions.models import Session
from signet_tokens.keys import SigningKey
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, find_person
from tests.identities.attacked_provider import RSA, AttackedProvider
from tests.identities.attacks import (
    NONCE,
    Providers,
    both_providers,  # noqa: F401  # a fixture
    nothing_happens,
    present,
    refused,
    url_of_start,
)
from tests.identities.doors import come_back, end_of
from tests.stand_ins.id_tokens import KEY, encoded, signed

pytestmark = pytest.mark.django_db

OWN: Final = SigningKey.generate("ES256")
Claims = dict[str, Any]
Forge = Callable[[AttackedProvider, Claims], str]


def changed(**changes: object) -> Forge:
    """A genuine token in which *changes* are made: None takes a claim away."""

    def forge(provider: AttackedProvider, claims: Claims) -> str:
        said = {**claims, **changes}
        return signed({name: value for name, value in said.items() if value is not None})

    return forge


def in_time(**seconds: int) -> Forge:
    """A genuine token with times that are so far from now."""
    return lambda provider, claims: signed(
        {**claims, **{one: int(time.time()) + left for one, left in seconds.items()}}
    )


def with_header(key: SigningKey = KEY, **header: object) -> Forge:
    """A token with another header, signed by *key*."""
    return lambda provider, claims: signed(claims, key, **header)


def unsigned(algorithm: str) -> Forge:
    """A token that says it needs no signature."""

    def forge(provider: AttackedProvider, claims: Claims) -> str:
        top = {"alg": algorithm, "kid": KEY.kid, "typ": "JWT"}
        return ".".join(encoded(json.dumps(one).encode()) for one in (top, claims)) + "."

    return forge


def by_public_key(secret: Callable[[], bytes]) -> Forge:
    """A token that is signed by HS256 with what everybody knows."""

    def forge(provider: AttackedProvider, claims: Claims) -> str:
        top = {"alg": "HS256", "kid": RSA.kid, "typ": "JWT"}
        parts = ".".join(encoded(json.dumps(one).encode()) for one in (top, claims))
        return f"{parts}.{encoded(hmac.digest(secret(), parts.encode(), 'sha256'))}"

    return forge


def of_another_issuer(provider: AttackedProvider, claims: Claims) -> str:
    """The issuer is hub's, the key is acme's."""
    return signed({**claims, "iss": provider.issuer.replace("127.0.0.1", "localhost")})


def raw_payload(data: bytes) -> Forge:
    """A genuine signature of what is no claims."""

    def forge(provider: AttackedProvider, claims: Claims) -> str:
        text = json.dumps(claims).encode()
        top = encoded(json.dumps({"alg": "ES256", "kid": KEY.kid, "typ": "JWT"}).encode())
        parts = f"{top}.{encoded(data.replace(b'CLAIMS', text[1:-1]))}"
        return f"{parts}.{encoded(KEY.sign(parts.encode()))}"

    return forge


def with_padding(provider: AttackedProvider, claims: Claims) -> str:
    """Base64 as JWS does not write it (RFC 7515 section 2), and a signature of that."""
    parts = f"{signed(claims).rpartition('.')[0]}="
    return f"{parts}.{encoded(KEY.sign(parts.encode()))}"


FORGERIES: Final[dict[str, Forge]] = {
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "alg nOnE": unsigned("nOnE"),
    "alg empty": unsigned(""),
    "alg HS256 without signature": unsigned("HS256"),
    "HS256 with the public key as JSON": by_public_key(lambda: json.dumps(RSA.public_jwk()).encode()),
    "HS256 with the modulus": by_public_key(lambda: str(RSA.public_jwk()["n"]).encode()),
    "HS256 with the client secret": by_public_key(lambda: b"secret"),
    "HS256 with nothing": by_public_key(lambda: b""),
    "own key": with_header(OWN),
    "own key, their kid": with_header(OWN, kid=KEY.kid),
    "own key in the header": with_header(OWN, kid=None, jwk=OWN.public_jwk()),
    "own key at jku": with_header(OWN, jku="https://evil.example/keys"),
    "own key at x5u": with_header(OWN, x5u="https://evil.example/chain"),
    "kid that is a path": with_header(OWN, kid="../../../dev/null"),
    "kid that is SQL": with_header(OWN, kid="' OR 1=1 --"),
    "kid that is a list": with_header(OWN, kid=[KEY.kid]),
    "critical header": with_header(crit=["exp"]),
    "unencoded payload": with_header(b64=False, crit=["b64"]),
    "type of an access token": with_header(typ="at+jwt"),
    "type of a logout token": with_header(typ="logout+jwt"),
    "another client": changed(aud="other-shop"),
    "no client": changed(aud=None),
    "another client too": changed(aud=["shop", "other-shop"]),
    "no clients": changed(aud=[]),
    "client in an object": changed(aud={"shop": True}),
    "client in a list in a list": changed(aud=[["shop"]]),
    "client with other case": changed(aud="Shop"),
    "client with a space": changed(aud="shop "),
    "for another party": changed(azp="other-shop"),
    "for a list of parties": changed(azp=["shop"]),
    "for an object": changed(azp={"shop": 1}),
    "another issuer": of_another_issuer,
    "issuer with a slash": lambda provider, claims: signed({**claims, "iss": f"{provider.issuer}/"}),
    "issuer in upper case": lambda provider, claims: signed({**claims, "iss": provider.issuer.upper()}),
    "issuer in a list": lambda provider, claims: signed({**claims, "iss": [provider.issuer]}),
    "no issuer": changed(iss=None),
    "no end": changed(exp=None),
    "end that is text": changed(exp="9999999999"),
    "end that is true": changed(exp=True),
    "end that is a list": changed(exp=[9999999999]),
    "expired": in_time(iat=-900, exp=-600),
    "not issued yet": in_time(iat=600, exp=900),
    "not valid yet": in_time(nbf=600),
    "no beginning": changed(iat=None),
    "beginning that is text": changed(iat="now"),
    "no subject": changed(sub=None),
    "empty subject": changed(sub=""),
    "subject that is a number": changed(sub=1001),
    "subject that is false": changed(sub=False),
    "subject that is a list": changed(sub=["1001"]),
    "huge subject": changed(sub="x" * 256),
    "subject of 100,000 letters": changed(sub="x" * 9_000),
    "subject with a control character": changed(sub="1001\x00"),
    "subject with a new line": changed(sub="1001\n"),
    "subject that is half a character": changed(sub="\ud800"),
    "subject with a letter beyond ASCII": changed(sub="1001\u200b"),
    "another nonce": changed(nonce="other"),
    "no nonce": changed(nonce=None),
    "empty nonce": changed(nonce=""),
    "nonce in a list": changed(nonce=[NONCE]),
    "nonce that is half a character": changed(nonce="\udfff"),
    "nonce that is true": changed(nonce=True),
    "name that is half a character": changed(name="\ud800"),
    "two issuers": raw_payload(b'{CLAIMS, "iss": "https://evil.example"}'),
    "two subjects": raw_payload(b'{"sub": "admin", CLAIMS}'),
    "a list of claims": raw_payload(b"[{CLAIMS}]"),
    "no JSON": raw_payload(b"CLAIMS"),
    "not a number": raw_payload(b'{CLAIMS, "x": NaN}'),
    "endless number": raw_payload(b'{CLAIMS, "x": 1e999}'),
    "number of 5,000 digits": raw_payload(b'{CLAIMS, "x": %s}' % (b"9" * 5_000)),
    "nested 3,000 times": raw_payload(b'{CLAIMS, "x": %s}' % (b"[" * 3_000 + b"]" * 3_000)),
    "letters that are no UTF-8": raw_payload(b'{CLAIMS, "x": "\xff"}'),
    "a byte order mark": raw_payload(b"\xef\xbb\xbf{CLAIMS}"),
    "other Base64": with_padding,
    "four parts": lambda provider, claims: f"{signed(claims)}.x",
    "two parts": lambda provider, claims: signed(claims).rpartition(".")[0],
    "a space before": lambda provider, claims: f" {signed(claims)}",
    "a new line behind": lambda provider, claims: f"{signed(claims)}\n",
    "five parts, as an encrypted one has": lambda provider, claims: "e30.e30.e30.e30.e30",
    "nothing": lambda provider, claims: "",
}

OF_NONCE: Final = {"another nonce", "no nonce", "empty nonce", "nonce in a list", "nonce that is true"}
REFUSALS: Final = {"id_token_refused", "nonce_mismatch", "provider_clock"}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_token_signs_nobody_in(providers: Providers, person: Person, api: Client, name: str) -> None:
    """Whoever presents it. It isn't used up either."""
    token = FORGERIES[name](providers.acme, providers.acme.claims(nonce=NONCE))
    with nothing_happens():
        assert refused(present(api, token)) in (
            REFUSALS if token.strip() == token and token else {*REFUSALS, "invalid"}
        )
    assert not PresentedToken.objects.exists()


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_token_for_a_code_signs_nobody_in(
    providers: Providers, person: Person, api: Client, name: str
) -> None:
    """The same from the token endpoint, whose provider has been broken into."""
    answer = providers.acme.agree(url_of_start(api))
    providers.acme.change = lambda claims: FORGERIES[name](providers.acme, claims)
    with nothing_happens():
        assert refused(come_back(api, "acme", **answer)) in REFUSALS
    providers.acme.change = None
    assert end_of(come_back(api, "acme", **providers.acme.agree(url_of_start(api)))) == "signed_in"


@pytest.mark.parametrize("nonce", ["", "other", f"{NONCE} ", NONCE.upper(), None, [NONCE], {"a": 1}, 0, True, "\ud800"])
def test_a_token_is_good_with_its_nonce_alone(providers: Providers, person: Person, api: Client, nonce: object) -> None:
    """Of whoever found it in a log."""
    token = signed(providers.acme.claims(nonce=NONCE))
    with nothing_happens():
        assert refused(present(api, token, nonce=nonce)) in ("nonce_mismatch", "invalid")
    assert present(api, token).status_code == 200


@pytest.mark.parametrize(
    "token", [None, [], ["x"], {}, 0, 1.5, True, "\ud800.\ud800.\ud800", "a.b.c", "..", "x" * 99_999]
)
def test_what_is_no_token_is_refused(providers: Providers, api: Client, token: object) -> None:
    """400, whatever it is."""
    with nothing_happens():
        assert refused(present(api, token)) in ("id_token_refused", "invalid")


def test_a_token_is_of_one_provider(providers: Providers, person: Person, api: Client) -> None:
    """At the door of another it is none, also where both share their keys and the name of the client."""
    token = signed(providers.hub.claims(nonce=NONCE))
    with nothing_happens():
        assert refused(present(api, token, "acme")) == "id_token_refused"
        assert refused(present(api, token, "nobody")) == "provider_unknown"


def test_a_token_is_presented_once(providers: Providers, person: Person, api: Client) -> None:
    """However its signature is spelled: that of an elliptic curve has another one that fits as well."""
    token = signed(providers.acme.claims(nonce=NONCE))
    assert present(api, token).status_code == 200
    parts, _, signature = token.rpartition(".")
    with nothing_happens():
        for copy in (token, f"{parts}.{_other_signature(signature)}", f"{token}=", f"{token}=="):
            assert refused(present(api, copy)) in ("identity_used_before", "id_token_refused", "invalid")


def _other_signature(signature: str) -> str:
    # (r, n - s) verifies wherever (r, s) does.
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    data = urlsafe_b64decode(f"{signature}==")
    return encoded(data[:32] + (order - int.from_bytes(data[32:], "big")).to_bytes(32, "big"))


def test_a_far_end_is_kept_as_long_as_it_lasts(providers: Providers, person: Person, api: Client) -> None:
    """A provider whose tokens never expire makes no 500."""
    for number, end in enumerate((10**10, 10**12, 10**18, 1e25)):
        token = signed(
            providers.acme.claims(nonce=NONCE, exp=end, sub=f"far-{number}", email=f"far{number}@example.com")
        )
        answer = present(api, token)
        assert answer.status_code in (200, 400), answer.content
        if answer.status_code == 200:
            assert refused(present(api, token)) == "identity_used_before"


def test_a_hash_of_another_access_token_is_refused(providers: Providers, person: Person, api: Client) -> None:
    """The two belong together (OpenID Connect Core section 3.1.3.8)."""
    for hashed in (encoded(sha256(b"b").digest()[:16]), "", "x", 1, None, ["a"], "\udc00"):
        answer = providers.acme.agree(url_of_start(api))
        providers.acme.change = lambda claims, hashed=hashed: signed({**claims, "at_hash": hashed})
        with nothing_happens():
            assert refused(come_back(api, "acme", **answer)) == "id_token_refused"


NAMES: Final[tuple[object, ...]] = (
    "\x00\x1b[31m",
    "a\nb\r\nc",
    "\u202egnp.exe",
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% debug %} %s %(x)s {0.__class__}",
    "n" * 9_000,
    "",
    "   ",
    ["Ada"],
    {"a": {"b": 1}},
    10**400,
    True,
    "\U000e0041\u200b\ufeff",
    "Z\u0351\u036b\u0343" * 30,
)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name)[:30])
@pytest.mark.parametrize("claim", ["name", "given_name", "preferred_username", "picture", "locale", "email_verified"])
def test_a_name_is_never_a_reason_to_fail(providers: Providers, api: Client, claim: str, name: object) -> None:
    """Nor anything but text on one line that can be seen, once it is there."""
    said: dict[str, Any] = {claim: name}
    answer = present(api, signed(providers.acme.claims(nonce=NONCE, **said)))
    if claim == "email_verified" and name is not True:
        assert refused(answer) == "email_not_verified"
        return
    assert answer.status_code in (200, 400), answer.content
    if answer.status_code == 400:
        assert refused(answer) == "id_token_refused"
        return
    user = find_person()
    for field in ("username", "first_name", "last_name", "full_name"):
        text = getattr(user, field, "")
        assert text.isprintable()
        assert len(text) <= 150
    assert api.carry(answer.json()).get("/api/users/me/").status_code == 200


def test_a_provider_that_is_not_set_up_lets_nobody_in(providers: Providers, person: Person, api: Client) -> None:
    """Whatever is wrong with its entry: closed, with a 503, and never an audience of anybody."""
    entries: tuple[dict[str, Any], ...] = (
        {"client_id": ""},
        {"client_id": None},
        {"client_ids": [""]},
        {"client_ids": "shop"},
        {"algorithms": []},
        {"algorithms": ["none"]},
        {"algorithms": ["HS256"]},
        {"verifies": True},
        {"verifies": [""]},
        {"verifies": "*.com"},
        {"verifies": "@acme.com"},
        {"issuer": ""},
        {"issuer": "http://id.example"},
        {"issuer": f"{providers.acme.issuer}/"},
        {"unknown": 1},
        {"tenant": 1},
        {"allow_http": "no"},
    )
    token = signed(providers.acme.claims(nonce=NONCE, aud=""))
    genuine = signed(providers.acme.claims(nonce=NONCE))
    for changes in entries:
        with signet(PROVIDERS={"acme": providers.acme.entry(**changes)}), nothing_happens():
            for one in (token, genuine):
                answer = present(api, one)
                assert refused(answer) in ("provider_misconfigured", "provider_unavailable", "id_token_refused"), (
                    changes
                )
    assert not Identity.objects.exists()
    assert not Session.objects.exists()
