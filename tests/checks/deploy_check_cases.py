"""Settings that are unsafe, and what the system checks say about them under ``--deploy``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from tests.checks.check_cases import RS256, Complaint
from tests.stand_ins.key_pairs import SECRET

OWN: Final = {"SIGNING_KEY": SECRET, "AUDIENCE": "us"}
ISSUED: Final = {**RS256, "JWK_URL": "https://id.example/", "AUDIENCE": "us", "ISSUER": "them"}
NOT_OURS: Final = "Whoever shares the key can send tokens that were meant for others: SIGNET['AUDIENCE'] is not set."
SET_AUDIENCE: Final = "Set AUDIENCE to the name of this service."
GOOD_SECRET: Final = "python -c 'import secrets; print(secrets.token_urlsafe(64))' makes a good one."
OWN_SECRET: Final = "Set SIGNET['SIGNING_KEY'] to a secret of its own. Everybody then has to sign in again, once."
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
    "W002": {"default": Complaint({}, "SECRET_KEY signs the tokens.", OWN_SECRET)},
    "W003": {
        "over-a-day": Complaint(
            {**OWN, "ACCESS_TOKEN_LIFETIME": OVER_A_DAY},
            "SIGNET['ACCESS_TOKEN_LIFETIME'] is over a day, and an access token can't be taken back.",
            "Minutes are usual; REFRESH_TOKEN_LIFETIME is how long users stay signed in.",
        ),
    },
    "W004": {
        "secret": Complaint({"SIGNING_KEY": SECRET}, NOT_OURS, SET_AUDIENCE),
        "issuer": Complaint({**ISSUED, "AUDIENCE": None}, NOT_OURS, SET_AUDIENCE),
    },
    "W005": {
        "issuer": Complaint(
            {**ISSUED, "ISSUER": None},
            "SIGNET['JWK_URL'] is set and SIGNET['ISSUER'] is not.",
            "Set ISSUER to the issuer's name for itself, as it stands in the claim iss.",
        ),
    },
    "W046": {
        "http": Complaint(
            {**ISSUED, "JWK_URL": "http://keycloak:8080/certs", "JWK_URL_ALLOW_HTTP": True},
            "SIGNET['JWK_URL'] is plain http: whoever can answer at that address signs in as anybody.",
            "Use https, or see to it that nobody else is in that network.",
        ),
    },
    "W006": {
        "number": Complaint({**OWN, "LEEWAY": 300.1}, "SIGNET['LEEWAY'] is over five minutes."),
        "timedelta": Complaint({**OWN, "LEEWAY": timedelta(hours=1)}, "SIGNET['LEEWAY'] is over five minutes."),
    },
    "W007": {
        "none": Complaint(
            {**OWN, "TOKEN_TYPE_CLAIM": None},
            "SIGNET['TOKEN_TYPE_CLAIM'] is None, so a refresh token passes for an access token.",
        ),
    },
    "W008": {
        "over-a-day": Complaint(
            {**OWN, "SLIDING_TOKEN_LIFETIME": OVER_A_DAY},
            "SIGNET['SLIDING_TOKEN_LIFETIME'] is over a day, and a sliding token can't be taken back.",
        ),
    },
    "W009": {
        "idle-over-absolute": Complaint(
            {**OWN, "REFRESH_TOKEN_LIFETIME": timedelta(days=30, microseconds=1)},
            "SIGNET['REFRESH_TOKEN_LIFETIME'] is longer than SIGNET['SESSION_LIFETIME'], which ends them.",
            "A refresh starts the first anew; the second ends the session whatever happens.",
        ),
    },
    "W010": {
        "long-grace": Complaint(
            {**OWN, "REFRESH_GRACE_PERIOD": timedelta(seconds=60, microseconds=1)},
            "SIGNET['REFRESH_GRACE_PERIOD'] is over a minute, in which a stolen token goes unnoticed.",
            "Parallel requests of one client need a few seconds.",
        ),
    },
    "W031": {
        "no-rotation": Complaint(
            {**OWN, "ROTATE_REFRESH_TOKENS": False},
            "SIGNET['ROTATE_REFRESH_TOKENS'] is False, so nobody notices when a refresh token is stolen.",
            "Leave it out where clients keep the new refresh token of each answer. For those that never do, use "
            "NonRotatingTokenRefreshView at an address of their own, or add 'signet.W031' to SILENCED_SYSTEM_CHECKS.",
        ),
    },
    "W011": {
        "http": Complaint(
            {**OWN, "REFRESH_COOKIE_SECURE": False},
            "SIGNET['REFRESH_COOKIE_SECURE'] is False, so the refresh token travels over plain http, too.",
            "Leave it out, and serve over https.",
        ),
    },
    "W012": {
        "every-site": Complaint(
            {**OWN, "REFRESH_COOKIE_SAMESITE": "None"},
            "SIGNET['REFRESH_COOKIE_SAMESITE'] is 'None', so requests from every site carry the refresh token.",
            "Serve pages and API under one domain; then 'Strict' will do.",
        ),
    },
}
"""For each warning, settings that cause it and no other."""
