"""Settings that are unsafe, and what the system checks say about them under ``--deploy``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from tests.checks.check_cases import RS256, Complaint
from tests.stand_ins.key_pairs import SECRET

OWN: Final = {"SIGNING_KEY": SECRET, "AUDIENCE": "us"}
ISSUED: Final = {**RS256, "JWK_URL": "https://id.example/", "AUDIENCE": "us", "ISSUER": "them"}
NOT_OURS: Final = (
    "SIGNET['AUDIENCE'] is not set, so anyone who shares the key can send tokens that were meant for others."
)
SET_AUDIENCE: Final = "Set AUDIENCE to the name of this service."
GOOD_SECRET: Final = "Run python -c 'import secrets; print(secrets.token_urlsafe(64))' to make a good one."
OWN_SECRET: Final = "Set SIGNET['SIGNING_KEY'] to a secret of its own. This signs out everybody once."
OVER_A_DAY: Final = timedelta(days=1, microseconds=1)

WARNINGS: Final[Mapping[str, Mapping[str, Complaint]]] = {
    "W001": {
        algorithm: Complaint(
            {**OWN, "ALGORITHM": algorithm, "SIGNING_KEY": "k" * (wanted - 1)},
            f"The signing key is shorter than the {wanted} bytes that {algorithm} needs.",
            GOOD_SECRET,
        )
        for algorithm, wanted in {"HS256": 32, "HS384": 48, "HS512": 64}.items()
    },
    "W002": {"default": Complaint({}, "Django's SECRET_KEY also signs the tokens.", OWN_SECRET)},
    "W003": {
        "over-a-day": Complaint(
            {**OWN, "ACCESS_TOKEN_LIFETIME": OVER_A_DAY},
            "SIGNET['ACCESS_TOKEN_LIFETIME'] is more than a day, and an access token can't be revoked.",
            "Use minutes. REFRESH_TOKEN_LIFETIME decides how long users stay signed in.",
        ),
    },
    "W004": {
        "secret": Complaint({"SIGNING_KEY": SECRET}, NOT_OURS, SET_AUDIENCE),
        "issuer": Complaint({**ISSUED, "AUDIENCE": None}, NOT_OURS, SET_AUDIENCE),
    },
    "W005": {
        "issuer": Complaint(
            {**ISSUED, "ISSUER": None},
            "SIGNET['JWK_URL'] is set, but SIGNET['ISSUER'] is not.",
            "Set ISSUER to the value that the issuer writes in the claim iss.",
        ),
    },
    "W046": {
        "http": Complaint(
            {**ISSUED, "JWK_URL": "http://keycloak:8080/certs", "JWK_URL_ALLOW_HTTP": True},
            "SIGNET['JWK_URL'] is plain http: anyone who can answer at that address can sign in as any user.",
            "Use https, or make sure that nobody else is in that network.",
        ),
    },
    "W006": {
        "number": Complaint({**OWN, "LEEWAY": 300.1}, "SIGNET['LEEWAY'] is more than five minutes."),
        "timedelta": Complaint({**OWN, "LEEWAY": timedelta(hours=1)}, "SIGNET['LEEWAY'] is more than five minutes."),
    },
    "W007": {
        "none": Complaint(
            {**OWN, "TOKEN_TYPE_CLAIM": None},
            "SIGNET['TOKEN_TYPE_CLAIM'] is None, so a refresh token also works as an access token.",
        ),
    },
    "W008": {
        "over-a-day": Complaint(
            {**OWN, "SLIDING_TOKEN_LIFETIME": OVER_A_DAY},
            "SIGNET['SLIDING_TOKEN_LIFETIME'] is more than a day, and a sliding token can't be revoked.",
        ),
    },
    "W009": {
        "idle-over-absolute": Complaint(
            {**OWN, "REFRESH_TOKEN_LIFETIME": timedelta(days=30, microseconds=1)},
            "SIGNET['REFRESH_TOKEN_LIFETIME'] is longer than SIGNET['SESSION_LIFETIME'], which ends them.",
            "A refresh restarts the first. The second ends the session in any case.",
        ),
    },
    "W010": {
        "long-grace": Complaint(
            {**OWN, "REFRESH_GRACE_PERIOD": timedelta(seconds=60, microseconds=1)},
            "SIGNET['REFRESH_GRACE_PERIOD'] is more than a minute, and nobody notices a stolen token in that time.",
            "Parallel requests of one client need a few seconds.",
        ),
    },
    "W031": {
        "no-rotation": Complaint(
            {**OWN, "ROTATE_REFRESH_TOKENS": False},
            "SIGNET['ROTATE_REFRESH_TOKENS'] is False, so nobody notices a stolen refresh token.",
            "Remove it if your clients store the new refresh token of each answer. For clients that never do, use "
            "NonRotatingTokenRefreshView at an address of their own, or add 'signet.W031' to SILENCED_SYSTEM_CHECKS.",
        ),
    },
    "W011": {
        "http": Complaint(
            {**OWN, "REFRESH_COOKIE_SECURE": False},
            "SIGNET['REFRESH_COOKIE_SECURE'] is False, so browsers also send the refresh token over plain http.",
            "Remove it, and serve over https.",
        ),
    },
    "W012": {
        "every-site": Complaint(
            {**OWN, "REFRESH_COOKIE_SAMESITE": "None"},
            "SIGNET['REFRESH_COOKIE_SAMESITE'] is 'None', so requests from every site carry the refresh token.",
            "Serve pages and API under one domain. Then 'Strict' works.",
        ),
    },
}
"""For each warning, settings that cause it and no other."""
