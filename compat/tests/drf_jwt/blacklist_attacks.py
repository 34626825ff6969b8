"""Attacks that the blacklist app has to withstand: more of `blacklist_scenarios`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from django.test import override_settings

from compat.tests.drf_jwt.keys import EC, EC_PUBLIC
from compat.tests.drf_jwt.odd_claims import CLAIMS, odd_tokens

AUTHENTICATION: Final = "drf_signet_compat.drf_jwt.v1_19.authentication.JSONWebTokenAuthentication"
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256: with (r, s), (r, ORDER - s) is a signature, too."""

ES256: Final = {"JWT_ALGORITHM": "ES256", "JWT_PRIVATE_KEY": EC, "JWT_PUBLIC_KEY": EC_PUBLIC}
SITE: Final[dict[str, Any]] = {
    "ROOT_URLCONF": "compat.tests.drf_jwt.blacklist_urls",
    "ALLOWED_HOSTS": ["testserver"],
    "REST_FRAMEWORK": {"DEFAULT_AUTHENTICATION_CLASSES": [AUTHENTICATION]},
    "LOGGING_CONFIG": None,
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
}


def other_signature() -> None:
    """A revoked token stays revoked with the second signature that anyone can compute for it in ECDSA."""
    ada = _ada()
    for token_id in ("off", "include"):
        with override_settings(**SITE, JWT_AUTH={**ES256, "JWT_TOKEN_ID": token_id}):
            token = _token(ada, nonce=token_id)
            assert _ask(token) == _ask(_other(token)) == (200, 201)
            assert _take_back(token) == 201
            assert _ask(token) == _ask(_other(token)) == (403, 400), token_id
            # Nothing else is refused: only this one was revoked.
            assert _ask(_token(ada, nonce="another")) == (200, 201)


def tokens_of_another_kind() -> None:
    """A token that only the project's own handler can read is compared as a whole, whatever dots are in it."""
    from django.utils import timezone

    ada = _ada()
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken

    with override_settings(JWT_AUTH={"JWT_TOKEN_ID": "off"}):
        for taken_back, other in (("opaque", "opaque2"), ("v4.public.one", "v4.public.two"), (".a", ".b")):
            BlacklistedToken.objects.create(token=taken_back, user=ada, expires_at=timezone.now())
            assert BlacklistedToken.is_blocked(taken_back, {})
            assert BlacklistedToken.is_blocked(taken_back.encode(), {})
            assert not BlacklistedToken.is_blocked(other, {})


def odd_claims() -> None:
    """No claim of a genuine token makes the server fail, in a request or when the token is revoked."""
    from django.conf import settings
    from rest_framework.test import APIClient

    ada, api = _ada(), APIClient(raise_request_exception=False)
    for token_id in ("off", "include", "require"):
        with override_settings(**SITE, JWT_AUTH={"JWT_TOKEN_ID": token_id, "JWT_AUDIENCE": "api"}):
            for claim in CLAIMS:
                for value, token in odd_tokens(claim, ada.pk, settings.SECRET_KEY):
                    headers = {"authorization": f"Bearer {token}"}
                    answers = [api.get(path, headers=headers) for path in ("/me/", "/open/", "/blacklist/")]
                    answers += [api.post(path, {"token": token}) for path in ("/verify/", "/refresh/", "/blacklist/")]
                    answers.append(api.post("/blacklist/", {}, headers=headers))
                    assert all(one.status_code < 500 for one in answers), (token_id, claim, str(value)[:9])


def no_guessing_in_the_admin() -> None:
    """Staff who may look at the rows can't ask how a token begins."""
    from django.contrib.auth.models import Permission, User
    from django.test import Client
    from django.utils import timezone

    ada = _ada()
    from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken

    BlacklistedToken.objects.create(token="letters", user=ada, expires_at=timezone.now())
    staff = User.objects.create_user("staff", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_blacklistedtoken"))
    with override_settings(**SITE):
        client = Client(raise_request_exception=False)
        client.force_login(staff)

        def status(lookup: str, value: str) -> int:
            return client.get("/admin/blacklist/blacklistedtoken/", {lookup: value}).status_code

        for lookup in ("token", "token__startswith", "token__regex", "token__gt", "token__in", "token__length__gt"):
            assert status(lookup, "letters") == 400, lookup
        assert status("token__isnull", "0") == 400
        assert status("user__blacklistedtoken__token__startswith", "l") == 400
        assert status("expires_at__gte", "2000-01-01 00:00+00:00") == 200
        assert status("user__id__exact", str(ada.pk)) == 200
        assert status("token_id__isnull", "1") == 200


ATTACKS: Final[dict[str, Callable[[], None]]] = {
    one.__name__: one for one in (other_signature, tokens_of_another_kind, odd_claims, no_guessing_in_the_admin)
}


def _ada() -> Any:
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return User.objects.create_user("ada", "ada@example.com", "correct-horse-battery")


def _token(user: Any, **more: str) -> str:
    from drf_signet_compat.drf_jwt.v1_19.utils import jwt_create_payload, jwt_encode_payload

    payload = {**jwt_create_payload(user), **more}
    payload.pop("jti", None)
    return jwt_encode_payload(payload)


def _other(token: str) -> str:
    from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

    signed, _, signature = token.rpartition(".")
    both = urlsafe_b64decode(signature.encode())
    s = ORDER - int.from_bytes(both[32:], "big")
    return f"{signed}.{urlsafe_b64encode(both[:32] + s.to_bytes(32, 'big')).decode()}"


def _ask(token: str) -> tuple[int, int]:
    from rest_framework.test import APIClient

    request = APIClient().get("/me/", headers={"authorization": f"Bearer {token}"})
    return request.status_code, APIClient().post("/verify/", {"token": token}).status_code


def _take_back(token: str) -> int:
    from rest_framework.test import APIClient

    headers, body = {"authorization": f"Bearer {token}"}, json.dumps({})
    answer = APIClient().post("/blacklist/", body, content_type="application/json", headers=headers)
    return int(answer.status_code)
