"""A value for each setting, as a project may write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXAMPLES: Final[Mapping[str, str]] = {
    "ACCESS_TOKEN_LIFETIME": "timedelta(minutes=10)",
    "REFRESH_TOKEN_LIFETIME": "timedelta(days=14)",
    "ROTATE_REFRESH_TOKENS": "True",
    "SLIDING_TOKEN_LIFETIME": "timedelta(minutes=10)",
    "SLIDING_TOKEN_REFRESH_LIFETIME": "timedelta(days=7)",
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": '"refresh_exp"',
    "UPDATE_LAST_LOGIN": "True",
    "ALGORITHM": '"ES256"',
    "SIGNING_KEY": 'os.environ["SIGNING_KEY"]',
    "VERIFYING_KEY": 'Path("previous-key.pem").read_text()',
    "SIGNING_KEYS": 'Path("keys.json")',
    "KEY_PUBLICATION_PERIOD": "timedelta(hours=1)",
    "KEY_ENCRYPTION_KEYS": 'os.environ["KEY_ENCRYPTION_KEY"]',
    "JWK_URL": '"https://login.example.com/.well-known/jwks.json"',
    "JWK_URL_ALLOW_HTTP": "True",
    "ISSUERS": '{"https://id.example.com": {"audience": "api.example.com"}}',
    "KEY_SET_CACHE": 'Path("/var/lib/shop/keys")',
    "AUDIENCE": '"api.example.com"',
    "ISSUER": '"https://auth.example.com"',
    "ISSUER_SINCE": "datetime(2027, 1, 15, 12, tzinfo=UTC)",
    "AUDIENCE_SINCE": "datetime(2027, 1, 15, 12, tzinfo=UTC)",
    "ACCESS_TOKEN_PROFILE": '"rfc9068"',
    "CLIENT_ID": '"shop-web"',
    "LEEWAY": "timedelta(seconds=10)",
    "JSON_ENCODER": '"django.core.serializers.json.DjangoJSONEncoder"',
    "AUTH_HEADER_TYPES": '("Bearer", "JWT")',
    "AUTH_HEADER_NAME": '"HTTP_X_ACCESS_TOKEN"',
    "AUTH_TOKEN_CLASSES": '("drf_signet.tokens.AccessToken",)',
    "USER_ID_FIELD": '"public_id"',
    "USER_ID_CLAIM": '"sub"',
    "USER_AUTHENTICATION_RULE": '"shop.rules.may_sign_in"',
    "TOKEN_USER_CLASS": '"shop.tokens.Customer"',
    "TENANT": '"shop.tenants.current_tenant"',
    "SERVICES": '{"orders": "sha256:9d4e1e23bd5b727046a9e3b4b7db57bd8d6ee684f2d6bd7d4ec8a1e8f0e0c7a1"}',
    "TOKEN_TYPE_CLAIM": '"token_type"',
    "JTI_CLAIM": '"jti"',
    "CHECK_REVOKE_TOKEN": "True",
    "REVOKE_TOKEN_CLAIM": '"auth_hash"',
    "SESSION_LIFETIME": "timedelta(days=90)",
    "SESSIONS_PER_USER": "20",
    "REFRESH_GRACE_PERIOD": "timedelta(seconds=5)",
    "REFRESH_RETRY_PERIOD": "timedelta(minutes=1)",
    "GET_CLAIMS": '"shop.tokens.claims_about"',
    "REVOCATION_POLL_INTERVAL": "timedelta(seconds=1)",
    "REVOCATION_FALLBACK": '"accept"',
    "NUM_PROXIES": "1",
    "REFRESH_COOKIE_NAME": '"session"',
    "REFRESH_COOKIE_SAMESITE": '"Lax"',
    "REFRESH_COOKIE_DOMAIN": '"example.com"',
    "REFRESH_COOKIE_PATH": '"/api/"',
    "REFRESH_COOKIE_SECURE": "not DEBUG",
    "THROTTLE_RATES": '{"sign_in_ip": "30/10m", "sign_up_ip": None}',
    "EMAIL_VERIFICATION": '"optional"',
    "ACTIVATION_URL": '"https://example.com/activate#{token}"',
    "PASSWORD_RESET_URL": '"https://example.com/reset#{token}"',
    "EMAIL_CHANGE_URL": '"https://example.com/confirm#{token}"',
    "SIGN_IN_CODE_URL": '"https://example.com/sign-in#{token}"',
    "SIGN_IN_CODE_SIGN_UP": "True",
    "PROVIDER_RETURN_URL": '"https://example.com/signed-in"',
    "PROVIDER_SIGN_UP": "False",
    "PROVIDER_USER_FIELDS": '"shop.people.fields_of"',
    "SIGN_IN_NOTICE_URL": '"https://example.com/not-me#{token}"',
    "ACTIVATION_LIFETIME": "timedelta(days=7)",
    "PASSWORD_RESET_LIFETIME": "timedelta(minutes=30)",
    "EMAIL_CHANGE_LIFETIME": "timedelta(hours=12)",
    "SITE_NAME": '"Example Shop"',
    "USER_LANGUAGE": '"shop.people.language_of"',
    "MAIL_DISPATCHER": '"shop.mails.hand_to_celery"',
    "PROVIDERS": '{"google": {"client_id": "123.apps.googleusercontent.com"}}',
}

NEEDED: Final[Mapping[str, str]] = {
    "timedelta": "from datetime import timedelta",
    "os": "import os",
    "Path": "from pathlib import Path",
}
"""What an example has to import, by the name that it uses."""

SINCE: Final[Mapping[str, str]] = {}
"""The version in which a setting came, where that isn't the first."""

FIRST: Final = "0.1.0"
