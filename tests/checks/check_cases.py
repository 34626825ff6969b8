"""Settings that are wrong or unsafe, and what the system checks say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from drf_signet.rates import USUAL_RATES
from tests.stand_ins.key_pairs import SECRET, pair_for, private_pem, rsa

Signet = Mapping[str, object]


@dataclass(frozen=True)
class Complaint:
    """With the dict *signet*, one check says *message* and *hint*."""

    signet: object
    message: str
    hint: str | None = None


SHORTEST: Final = timedelta(microseconds=1)
PATH_HINT: Final = "Give the dotted path of a class or function, such as 'myapp.tokens.MyToken'."
NO_PEM: Final = "It is not a PEM document, which begins with -----BEGIN. For a shared secret, set ALGORITHM to 'HS256'."
NO_RSA_KEY: Final = "The key is not an RSA key of 2048 to 8192 bits in PEM or JWK form for RS256."
NO_SECRET: Final = "The key is not a shared secret (a public or private key in PEM form isn't one) for HS256."
EMPTY: Final = "It is empty, as if read from an environment variable that isn't set."
NO_WORDS: Final = "SIGNET['AUTH_HEADER_TYPES'] should hold words, such as ('Bearer',)."
BAD_URL: Final = "SIGNET['JWK_URL'] should be an https:// URL."
PLAIN_HTTP: Final = (
    "SIGNET['JWK_URL'] should be an https:// URL: otherwise anyone on the way could send their own keys."
)
HTTP_HINT: Final = (
    "If nobody else can answer at that address, as in the network of a compose file, set JWK_URL_ALLOW_HTTP to True."
)
RATE_HINT: Final = (
    f"You can set rates for {', '.join(USUAL_RATES)}. A rate looks like '10/m', '100/10m', '5/h' or '50/d'."
)
RS256: Final = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))}

PROFILED: Final = {**RS256, "ISSUER": "https://id.example", "AUDIENCE": "us", "ACCESS_TOKEN_PROFILE": "rfc9068"}
SET_BOTH: Final = (
    "Set ISSUER to the URL of the service that issues tokens, and AUDIENCE to the names of the services that accept "
    "them."
)


def no_path(name: str, path: str) -> str:
    """The message of E003."""
    return f"SIGNET[{name!r}]: {path!r} can't be imported, or can't be called."


def no_claim(name: str, claim: str) -> str:
    """The message of E009."""
    return f"SIGNET[{name!r}] is {claim!r}, which is empty or already has another meaning."


def no_header(name: str) -> str:
    """The message of E007."""
    return f"SIGNET['AUTH_HEADER_NAME'] is {name!r}, which no request can have."


CORE_ERRORS: Final[Mapping[str, Mapping[str, Complaint]]] = {
    "E001": {
        "misspelt": Complaint(
            {"ACCES_TOKEN_LIFETIME": timedelta(hours=1)},
            "SIGNET['ACCES_TOKEN_LIFETIME'] is not a setting.",
            "Did you mean 'ACCESS_TOKEN_LIFETIME'?",
        ),
        "lower-case": Complaint(
            {"access_token_lifetime": 5},
            "SIGNET['access_token_lifetime'] is not a setting.",
            "Did you mean 'ACCESS_TOKEN_LIFETIME'?",
        ),
        "like-nothing": Complaint({"COLOUR": "red"}, "SIGNET['COLOUR'] is not a setting."),
        "no-string": Complaint({5: 5}, "SIGNET[5] is not a setting."),
    },
    "E002": {
        "no-dict": Complaint([], "SIGNET should be a dict, not list."),
        "none": Complaint(None, "SIGNET should be a dict, not NoneType."),
        "number-for-a-time": Complaint(
            {"ACCESS_TOKEN_LIFETIME": 300},
            "SIGNET['ACCESS_TOKEN_LIFETIME'] should be a datetime.timedelta, not 300.",
            "Write timedelta(seconds=300), or minutes=, hours= or days=.",
        ),
        "text-for-a-truth": Complaint(
            {"CHECK_REVOKE_TOKEN": "False"},
            "SIGNET['CHECK_REVOKE_TOKEN'] should be True or False, not 'False'.",
            "Write False.",
        ),
        "unknown-algorithm": Complaint(
            {"ALGORITHM": "none"},
            "SIGNET['ALGORITHM'] should be one of 'HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', "
            "'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', not 'none'.",
        ),
        "secret": Complaint(
            {"SIGNING_KEY": [SECRET]}, "SIGNET['SIGNING_KEY'] should be a string or bytes or None, not list."
        ),
        "one-path-for-several": Complaint(
            {"AUTH_TOKEN_CLASSES": "a.B"},
            "SIGNET['AUTH_TOKEN_CLASSES'] should be a tuple in which each item is a string, not 'a.B'.",
            "Write ('a.B',).",
        ),
    },
    "E003": {
        "encoder": Complaint(
            {"JSON_ENCODER": "nowhere.Encoder"}, no_path("JSON_ENCODER", "nowhere.Encoder"), PATH_HINT
        ),
        "rule": Complaint(
            {"USER_AUTHENTICATION_RULE": "drf_signet.user_rule.nothing"},
            no_path("USER_AUTHENTICATION_RULE", "drf_signet.user_rule.nothing"),
            PATH_HINT,
        ),
        "user-class": Complaint({"TOKEN_USER_CLASS": "TokenUser"}, no_path("TOKEN_USER_CLASS", "TokenUser"), PATH_HINT),
        "token-class": Complaint(
            {"AUTH_TOKEN_CLASSES": ("drf_signet.tokens.AccessToken", "a.B")},
            no_path("AUTH_TOKEN_CLASSES", "a.B"),
            PATH_HINT,
        ),
        "not-callable": Complaint(
            {"USER_AUTHENTICATION_RULE": "drf_signet.sign_in.MASKED"},
            no_path("USER_AUTHENTICATION_RULE", "drf_signet.sign_in.MASKED"),
            PATH_HINT,
        ),
        "claims": Complaint({"GET_CLAIMS": "nowhere.claims"}, no_path("GET_CLAIMS", "nowhere.claims"), PATH_HINT),
        "empty": Complaint({"TOKEN_USER_CLASS": ""}, no_path("TOKEN_USER_CLASS", ""), PATH_HINT),
        "point-in-front": Complaint({"TOKEN_USER_CLASS": ".Me"}, no_path("TOKEN_USER_CLASS", ".Me"), PATH_HINT),
        "two-points": Complaint({"TOKEN_USER_CLASS": "..Me"}, no_path("TOKEN_USER_CLASS", "..Me"), PATH_HINT),
    },
    "E004": {
        "empty": Complaint({"SIGNING_KEY": ""}, "SIGNET['SIGNING_KEY']: The key is empty.", EMPTY),
        "secret-for-a-pair": Complaint(
            {"ALGORITHM": "RS256", "SIGNING_KEY": SECRET}, f"SIGNET['SIGNING_KEY']: {NO_RSA_KEY}", NO_PEM
        ),
        "pair-for-a-secret": Complaint(
            {"SIGNING_KEY": private_pem(rsa("service"))},
            f"SIGNET['SIGNING_KEY']: {NO_SECRET}",
            "It is half of a key pair, but HS256 needs a secret. Set ALGORITHM to 'RS256'.",
        ),
        "verifying-key": Complaint(
            {**RS256, "VERIFYING_KEY": private_pem(pair_for("ES256"))},
            f"SIGNET['VERIFYING_KEY']: {NO_RSA_KEY}",
            "It is a private key on the curve P-256, which works with ALGORITHM 'ES256'; RS256 needs another one.",
        ),
        "beside-a-url": Complaint(
            {"ALGORITHM": "RS256", "SIGNING_KEY": SECRET, "JWK_URL": "https://id.example/"},
            f"SIGNET['SIGNING_KEY']: {NO_RSA_KEY}",
            NO_PEM,
        ),
    },
    "E005": {
        "http": Complaint({**RS256, "JWK_URL": "http://id.example/"}, PLAIN_HTTP, HTTP_HINT),
        "file": Complaint({**RS256, "JWK_URL": "file:///etc/keys"}, BAD_URL),
        "password": Complaint(
            {**RS256, "JWK_URL": "https://ada:secret@id.example/"},
            "SIGNET['JWK_URL'] should not contain a user or a password: a key set is public.",
        ),
        "shared-secret": Complaint(
            {"JWK_URL": "https://id.example/"},
            "SIGNET['JWK_URL'] doesn't work with HS256: no issuer publishes shared secrets.",
            "Set ALGORITHM to the one that the issuer uses, such as 'RS256'.",
        ),
    },
    "E006": {
        **{
            name.lower(): Complaint(
                {name: timedelta()}, f"SIGNET[{name!r}] should be longer than zero, and at most a century."
            )
            for name in (
                "ACCESS_TOKEN_LIFETIME",
                "REFRESH_TOKEN_LIFETIME",
                "SLIDING_TOKEN_LIFETIME",
                "SLIDING_TOKEN_REFRESH_LIFETIME",
                "SESSION_LIFETIME",
            )
        },
        "endless": Complaint(
            {"ACCESS_TOKEN_LIFETIME": timedelta.max},
            "SIGNET['ACCESS_TOKEN_LIFETIME'] should be longer than zero, and at most a century.",
        ),
        "negative": Complaint(
            {"ACCESS_TOKEN_LIFETIME": -SHORTEST},
            "SIGNET['ACCESS_TOKEN_LIFETIME'] should be longer than zero, and at most a century.",
        ),
        "leeway": Complaint({"LEEWAY": -0.1}, "SIGNET['LEEWAY'] should be a number of seconds that is not negative."),
        "leeway-timedelta": Complaint(
            {"LEEWAY": -SHORTEST}, "SIGNET['LEEWAY'] should be a number of seconds that is not negative."
        ),
    },
    "E007": {
        "as-sent": Complaint(
            {"AUTH_HEADER_NAME": "X-Access-Token"}, no_header("X-Access-Token"), "Did you mean 'HTTP_X_ACCESS_TOKEN'?"
        ),
        "lower-case": Complaint(
            {"AUTH_HEADER_NAME": "http_authorization"},
            no_header("http_authorization"),
            "Did you mean 'HTTP_AUTHORIZATION'?",
        ),
        "without-prefix": Complaint(
            {"AUTH_HEADER_NAME": "AUTHORIZATION"}, no_header("AUTHORIZATION"), "Did you mean 'HTTP_AUTHORIZATION'?"
        ),
    },
    "E008": {
        "none": Complaint({"AUTH_HEADER_TYPES": ()}, NO_WORDS),
        "empty": Complaint({"AUTH_HEADER_TYPES": ""}, NO_WORDS),
        "one-empty": Complaint({"AUTH_HEADER_TYPES": ("Bearer", "")}, NO_WORDS),
        "two-words": Complaint({"AUTH_HEADER_TYPES": "Bearer token"}, NO_WORDS),
        "quote": Complaint({"AUTH_HEADER_TYPES": ('"Bearer"',)}, NO_WORDS),
        "comma": Complaint({"AUTH_HEADER_TYPES": ("Bearer,JWT",)}, NO_WORDS),
        "tab": Complaint({"AUTH_HEADER_TYPES": ("Bearer\t",)}, NO_WORDS),
        "line-break": Complaint({"AUTH_HEADER_TYPES": ("Bearer\r\n",)}, NO_WORDS),
        "not-ascii": Complaint({"AUTH_HEADER_TYPES": ("Träger",)}, NO_WORDS),
    },
    "E009": {
        "empty": Complaint({"USER_ID_CLAIM": ""}, no_claim("USER_ID_CLAIM", "")),
        "registered": Complaint({"JTI_CLAIM": "exp"}, no_claim("JTI_CLAIM", "exp")),
        "registered-time": Complaint(
            {"SLIDING_TOKEN_REFRESH_EXP_CLAIM": "nbf"}, no_claim("SLIDING_TOKEN_REFRESH_EXP_CLAIM", "nbf")
        ),
        "string-for-a-time": Complaint(
            {"SLIDING_TOKEN_REFRESH_EXP_CLAIM": "sub"}, no_claim("SLIDING_TOKEN_REFRESH_EXP_CLAIM", "sub")
        ),
        "other-string-for-a-time": Complaint(
            {"JTI_CLAIM": None, "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "jti"},
            no_claim("SLIDING_TOKEN_REFRESH_EXP_CLAIM", "jti"),
        ),
        "type": Complaint({"TOKEN_TYPE_CLAIM": "iss"}, no_claim("TOKEN_TYPE_CLAIM", "iss")),
        "session": Complaint({"USER_ID_CLAIM": "sid"}, no_claim("USER_ID_CLAIM", "sid")),
        "fingerprint": Complaint(
            {"REVOKE_TOKEN_CLAIM": "aud", "CHECK_REVOKE_TOKEN": True}, no_claim("REVOKE_TOKEN_CLAIM", "aud")
        ),
    },
    "E010": {
        "no-key": Complaint(
            {"ALGORITHM": "ES256"},
            "ES256 needs a key pair, and SIGNET has no key.",
            "Set SIGNING_KEY to a private key in PEM form. To verify only, set VERIFYING_KEY or JWK_URL.",
        ),
        "unset": Complaint(
            {"ALGORITHM": "ES256", "SIGNING_KEY": ""},
            "ES256 needs a key pair, and SIGNET has no key.",
            f"{EMPTY} Set SIGNING_KEY to a private key in PEM form. To verify only, set VERIFYING_KEY or JWK_URL.",
        ),
    },
    "E011": {
        "unknown": Complaint(
            {"USER_ID_FIELD": "uuid"}, "SIGNET['USER_ID_FIELD']: User has no field 'uuid'.", "Its primary key is 'id'."
        ),
        "shared": Complaint(
            {"USER_ID_FIELD": "email"},
            "SIGNET['USER_ID_FIELD']: 'email' is not unique, so a token could name two users.",
        ),
        "many": Complaint(
            {"USER_ID_FIELD": "groups"},
            "SIGNET['USER_ID_FIELD']: 'groups' is not unique, so a token could name two users.",
        ),
    },
    "E012": {
        "empty": Complaint(
            {"AUTH_TOKEN_CLASSES": ()}, "SIGNET['AUTH_TOKEN_CLASSES'] is empty, so no token is accepted."
        ),
    },
    "E013": {
        **{
            name.lower(): Complaint(
                {name: -SHORTEST}, f"SIGNET[{name!r}] should not be negative, and at most a century."
            )
            for name in ("REFRESH_GRACE_PERIOD", "REFRESH_RETRY_PERIOD", "REVOCATION_POLL_INTERVAL")
        },
        "endless": Complaint(
            {"REFRESH_RETRY_PERIOD": timedelta.max},
            "SIGNET['REFRESH_RETRY_PERIOD'] should not be negative, and at most a century.",
        ),
        "no-session": Complaint({"SESSIONS_PER_USER": 0}, "SIGNET['SESSIONS_PER_USER'] should be 1 or more."),
        "fewer-than-no-proxy": Complaint({"NUM_PROXIES": -1}, "SIGNET['NUM_PROXIES'] should be 0 or more."),
    },
    "E015": {
        "unknown": Complaint(
            {"THROTTLE_RATES": {"sign_in": "5/m"}},
            "SIGNET['THROTTLE_RATES']: nothing is counted under sign_in.",
            RATE_HINT,
        ),
        **{
            name: Complaint(
                {"THROTTLE_RATES": {"sign_in_ip": text}},
                f"SIGNET['THROTTLE_RATES']: {text!r} is not a rate such as '10/m', '100/10m', '5/h' or '50/d'.",
                RATE_HINT,
            )
            for name, text in {"no-number": "m", "zero": "0/m", "words": "10/min", "spaces": " 10/m"}.items()
        },
    },
    "E073": {
        "neither": Complaint(
            {**RS256, "ACCESS_TOKEN_PROFILE": "rfc9068"},
            "SIGNET['ACCESS_TOKEN_PROFILE'] is 'rfc9068', but SIGNET has no ISSUER and no AUDIENCE.",
            SET_BOTH,
        ),
        "no-issuer": Complaint(
            {**PROFILED, "ISSUER": None},
            "SIGNET['ACCESS_TOKEN_PROFILE'] is 'rfc9068', but SIGNET has no ISSUER.",
            SET_BOTH,
        ),
        "no-audience": Complaint(
            {**PROFILED, "AUDIENCE": None},
            "SIGNET['ACCESS_TOKEN_PROFILE'] is 'rfc9068', but SIGNET has no AUDIENCE.",
            SET_BOTH,
        ),
        "read": Complaint(
            {"AUTH_TOKEN_CLASSES": ["drf_signet.rfc9068.AccessToken"], "ISSUER": "https://id.example"},
            "SIGNET['AUTH_TOKEN_CLASSES'] has 'drf_signet.rfc9068.AccessToken', which reads tokens of RFC 9068, but "
            "SIGNET has no AUDIENCE.",
            SET_BOTH,
        ),
    },
    "E074": {
        **{
            f"{name}-{claim}": Complaint(
                {**PROFILED, name: claim},
                f"SIGNET[{name!r}] is {claim!r}, which has another meaning in access tokens of RFC 9068.",
                "Use another name.",
            )
            for name, claim in (
                ("USER_ID_CLAIM", "client_id"),
                ("TOKEN_TYPE_CLAIM", "scope"),
                ("JTI_CLAIM", "sub"),
                ("SLIDING_TOKEN_REFRESH_EXP_CLAIM", "scope"),
            )
        },
        **{
            f"client-{index}": Complaint(
                {**PROFILED, "CLIENT_ID": client},
                "SIGNET['CLIENT_ID'] should be a text of printable ASCII characters, and not empty.",
                "Name your app, such as 'shop-web'.",
            )
            for index, client in enumerate(("", "caf\u00e9", "a\n"))
        },
    },
}
"""For each error but that of cookies, settings that cause it and no other."""
