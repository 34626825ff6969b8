"""The settings that the requests are made with, each group under its name."""

# mypy: ignore-errors

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from forge import OTHER
from project import SECRET

HERE: Final = Path(__file__).parent
RSA_KEY: Final = (HERE / "rsa.pem").read_text()
RSA_PUBLIC_KEY: Final = (HERE / "rsa.pub.pem").read_text()
OTHER_RSA_PUBLIC_KEY: Final = (HERE / "other_rsa.pub.pem").read_text()
EC_KEY: Final = (HERE / "ec.pem").read_text()
EC_PUBLIC_KEY: Final = (HERE / "ec.pub.pem").read_text()

REFRESH: Final = {"JWT_ALLOW_REFRESH": True}
GROUPS: Final[dict[str, dict[str, Any]]] = {
    "default": {},
    "refresh": {"JWT_AUTH": REFRESH},
    "no_refresh": {"JWT_AUTH": {"JWT_ALLOW_REFRESH": False}},
    "short_refresh": {"JWT_AUTH": {**REFRESH, "JWT_REFRESH_EXPIRATION_DELTA": timedelta(seconds=50)}},
    "lifetime": {"JWT_AUTH": {"JWT_EXPIRATION_DELTA": timedelta(hours=1)}},
    "audience": {"JWT_AUTH": {"JWT_AUDIENCE": "api", "JWT_ISSUER": "us"}},
    "audiences": {"JWT_AUTH": {"JWT_AUDIENCE": ["api", "app"]}},
    "leeway": {"JWT_AUTH": {"JWT_LEEWAY": 100}},
    "leeway_delta": {"JWT_AUTH": {"JWT_LEEWAY": timedelta(seconds=100)}},
    "no_expiration": {"JWT_AUTH": {"JWT_VERIFY_EXPIRATION": False}},
    "no_verify": {"JWT_AUTH": {"JWT_VERIFY": False}},
    "prefix": {"JWT_AUTH": {"JWT_AUTH_HEADER_PREFIX": "Signet"}},
    "secret": {"JWT_AUTH": {"JWT_SECRET_KEY": OTHER}},
    "hs512": {"JWT_AUTH": {"JWT_ALGORITHM": "HS512"}},
    "user_secret": {"JWT_AUTH": {**REFRESH, "JWT_GET_USER_SECRET_KEY": "handlers.user_secret"}},
    "response": {"JWT_AUTH": {**REFRESH, "JWT_RESPONSE_PAYLOAD_HANDLER": "handlers.response"}},
    "payload": {
        "JWT_AUTH": {
            "JWT_PAYLOAD_HANDLER": "handlers.payload",
            "JWT_PAYLOAD_GET_USERNAME_HANDLER": "handlers.username",
        }
    },
    "cookie": {"JWT_AUTH": {**REFRESH, "JWT_AUTH_COOKIE": "jwt"}},
    "loose": {
        "JWT_AUTH": {
            "JWT_ALLOW_REFRESH": 1,
            "JWT_AUTH_COOKIE": "",
            "JWT_ISSUERS": [{"ISSUER": "us"}],
            "JWT_VERIFY_AUDIENCE": True,
            "JWT_PUBLIC_SIGNING_JWK_SET": "{}",
        }
    },
    "all_users": {"AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.AllowAllUsersModelBackend"]},
}
OLD_GROUPS: Final[dict[str, dict[str, Any]]] = {
    "number_refresh": {"JWT_AUTH": {**REFRESH, "JWT_REFRESH_EXPIRATION_DELTA": 50}},
    "paths": {
        "JWT_AUTH": {
            **REFRESH,
            "JWT_ENCODE_HANDLER": "rest_framework_jwt.utils.jwt_encode_handler",
            "JWT_DECODE_HANDLER": "rest_framework_jwt.utils.jwt_decode_handler",
            "JWT_PAYLOAD_HANDLER": "rest_framework_jwt.utils.jwt_payload_handler",
            "JWT_PAYLOAD_GET_USER_ID_HANDLER": "rest_framework_jwt.utils.jwt_get_user_id_from_payload_handler",
            "JWT_PAYLOAD_GET_USERNAME_HANDLER": "rest_framework_jwt.utils.jwt_get_username_from_payload_handler",
            "JWT_RESPONSE_PAYLOAD_HANDLER": "rest_framework_jwt.utils.jwt_response_payload_handler",
        }
    },
}
FORK_GROUPS: Final[dict[str, dict[str, Any]]] = {
    "paths": {
        "JWT_AUTH": {
            "JWT_ENCODE_HANDLER": "rest_framework_jwt.utils.jwt_encode_payload",
            "JWT_DECODE_HANDLER": "rest_framework_jwt.utils.jwt_decode_token",
            "JWT_PAYLOAD_HANDLER": "rest_framework_jwt.utils.jwt_create_payload",
            "JWT_PAYLOAD_GET_USERNAME_HANDLER": "rest_framework_jwt.utils.jwt_get_username_from_payload_handler",
            "JWT_RESPONSE_PAYLOAD_HANDLER": "rest_framework_jwt.utils.jwt_create_response_payload",
        }
    },
    "named": {"JWT_AUTH": {"JWT_SECRET_KEY": {"first": SECRET, "second": OTHER}}},
    "insist": {"JWT_AUTH": {"JWT_SECRET_KEY": {"first": SECRET, "second": OTHER}, "JWT_INSIST_ON_KID": True}},
    "listed": {"JWT_AUTH": {"JWT_SECRET_KEY": [OTHER, SECRET]}},
    "algorithms": {"JWT_AUTH": {"JWT_ALGORITHM": ["HS512", "HS256"]}},
    "id_off": {"JWT_AUTH": {"JWT_TOKEN_ID": "off"}},
    "id_require": {"JWT_AUTH": {"JWT_TOKEN_ID": "require"}},
    "es256": {"JWT_AUTH": {"JWT_ALGORITHM": "ES256", "JWT_PRIVATE_KEY": EC_KEY, "JWT_PUBLIC_KEY": EC_PUBLIC_KEY}},
    "rs256_named": {
        "JWT_AUTH": {
            "JWT_ALGORITHM": ["RS256"],
            "JWT_PRIVATE_KEY": {"second": RSA_KEY},
            "JWT_PUBLIC_KEY": {"first": OTHER_RSA_PUBLIC_KEY, "second": RSA_PUBLIC_KEY},
        }
    },
    "no_user_id": {"JWT_AUTH": {"JWT_PAYLOAD_INCLUDE_USER_ID": False}},
    "stale_deletion": {"JWT_AUTH": {"JWT_DELETE_STALE_BLACKLISTED_TOKENS": True}},
    "cookie_attributes": {
        "JWT_AUTH": {
            "JWT_AUTH_COOKIE": "jwt",
            "JWT_AUTH_COOKIE_DOMAIN": "example.com",
            "JWT_AUTH_COOKIE_PATH": "/api",
            "JWT_AUTH_COOKIE_SECURE": False,
            "JWT_AUTH_COOKIE_SAMESITE": "Strict",
        }
    },
    "cookie_plain": {
        "JWT_AUTH": {
            "JWT_AUTH_COOKIE": "jwt",
            "JWT_AUTH_COOKIE_DOMAIN": "",
            "JWT_AUTH_COOKIE_PATH": None,
            "JWT_AUTH_COOKIE_SECURE": 1,
            "JWT_AUTH_COOKIE_SAMESITE": None,
            "JWT_IMPERSONATION_COOKIE": "",
        }
    },
    "cookie_lower": {"JWT_AUTH": {"JWT_AUTH_COOKIE": "jwt", "JWT_AUTH_COOKIE_SAMESITE": "strict"}},
    "impersonation": {"JWT_AUTH": {"JWT_AUTH_COOKIE": "jwt", "JWT_IMPERSONATION_COOKIE": "as"}},
}


def groups_of(dialect: str) -> dict[str, dict[str, Any]]:
    """The settings of each group."""
    return {**GROUPS, **(FORK_GROUPS if dialect == "1.19" else OLD_GROUPS)}
