"""The requests to the service for the page of HTTP: each operation, with each answer that is its own."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from drf_signet import errors
from drf_signet.accounts.links import make_notice_token
from drf_signet.conf import NAME
from drf_signet.errors import SignetError
from drf_signet.sessions.services import revocation
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.views import TokenViewBase
from signet_server.health import READINESS
from tools.reference.http_recorder import FORM, Recorder, last_link
from tools.reference.page import one_line
from tools.reference.service import PASSWORD, person

NEW_PASSWORD: Final = "another-horse-battery"
ADA: Final = {"username": "ada", "password": PASSWORD}
COOKIE: Final = "__Host-refresh"
ANOTHER_PAGE: Final = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
OUR_PAGE: Final = {"Origin": "https://auth.example.com", "Sec-Fetch-Site": "same-origin"}
ORDERS_SECRET: Final = "a-secret-of-the-orders-service-0123456789"
ORDERS: Final = {"Authorization": "Basic " + b64encode(f"orders:{ORDERS_SECRET}".encode()).decode()}
NOBODY: Final = {"Authorization": "Basic b3JkZXJzOng="}
LAPTOP: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
NOTHING: Final = timedelta()
PAIR: Final = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
}
"""The key that RFC 7515 prints in appendix A.3."""

EVERYWHERE: Final = (
    errors.NoSigningKeyError(),
    errors.DatabaseUnavailableError(),
    errors.DatabaseReadOnlyError(),
    errors.DatabaseFullError(),
    errors.DatabaseNotMigratedError(),
)


def record_all(service: Recorder) -> None:
    """Everything but the other ways in, which are in `door_exchanges`."""
    own = (tokens, logout, sessions, browser, services, users, me, set_password, set_email, reset_password)
    record_groups(service, own)


def record_groups(service: Recorder, groups: Iterable[Callable[[Recorder], None]]) -> None:
    """One of *groups* after the other, each with ``ada`` as she was at first."""
    for group in groups:
        person()
        cache.clear()
        with signet(MAIL_DISPATCHER="drf_signet.accounts.outbox.at_once"):
            group(service)


@contextmanager
def signet(**changes: object) -> Iterator[None]:
    """Other settings, for the length of a block."""
    with override_settings(SIGNET={**getattr(settings, NAME), **changes}):
        yield


@contextmanager
def failing(error: SignetError) -> Iterator[None]:
    """Every endpoint raises *error*. Without this it would take two servers, or a broken one."""
    with patch.object(TokenViewBase, "answer", side_effect=error):
        yield


@contextmanager
def limited(scope: str) -> Iterator[None]:
    """One request of *scope* is allowed in an hour."""
    cache.clear()
    with signet(THROTTLE_RATES={scope: "1/h"}):
        yield
    cache.clear()


def sign_in(service: Recorder, device: str = "") -> Any:
    """Tokens of a new session on *device*, the ``User-Agent`` of a browser."""
    answer: Any = service.ask("POST token/", ADA, headers={"User-Agent": device})
    return answer.json()


def without_password() -> str:
    """The access token of a user who has no password, and signed in long ago."""
    keyless = person("grace")
    keyless.set_unusable_password()
    keyless.save()
    refresh = RefreshToken.for_user(keyless)
    refresh["auth_time"] = 1
    return str(refresh.access_token)


def record_everywhere(service: Recorder) -> None:
    """The answers that every endpoint gives, shown at ``token/``."""
    person()
    cache.clear()
    path = "POST token/"
    service.send(path, "The body is no JSON.", raw=b"nonsense")
    when = "A page of another origin sent a form."
    service.send(path, when, raw=b"username=ada&password=x", content_type=FORM, headers=ANOTHER_PAGE)
    service.send("GET token/", "The endpoint has no such method.")
    service.send("GET sessions/", "The client accepts nothing that the endpoint gives.", headers={"Accept": "text/csv"})
    service.send(path, "The body is too large.", raw=b'{"username": "%s"}' % (b"a" * 3_000_000))
    service.send(path, "The type of the body is unknown.", raw=b"ada", content_type="text/plain")
    with limited("sign_in_ip"):
        service.ask(path, {**ADA, "password": "wrong"})
        when = "Too many requests. [Throttles](throttles.md) lists the limits."
        service.send(path, when, ADA)
    for error in EVERYWHERE:
        with failing(error):
            service.send(path, f"{one_line(error.__doc__)}.", ADA)


def record_without_sessions(service: Recorder) -> None:
    """The endpoints of ``drf_signet.urls``, and the two for sliding tokens."""
    person()
    cache.clear()
    token = ""
    for path, field in (("token/", "refresh"), ("token/sliding/", "token")):
        answer: Any = service.send(f"POST {path}", "The credentials are right.", ADA)
        token = answer.json()[field]
        service.send(f"POST {path}", "A field is missing.", {"username": "ada"})
        when = "The password is wrong, there is no such user, or the account is disabled."
        service.send(f"POST {path}", when, {**ADA, "password": "wrong"})
        service.send(f"POST {path}refresh/", "The token is valid.", {field: token})
        service.send(f"POST {path}refresh/", "The field is missing.", {})
        when = "The token is no token, or its signature is wrong."
        service.send(f"POST {path}refresh/", when, {field: "eyJhbGciOi.x.y"})
        disable()
        service.send(f"POST {path}refresh/", "The user was disabled.", {field: token})
        enable()
    service.send("POST token/verify/", "The signature and the times are valid.", {"token": token})
    service.send("POST token/verify/", "The field is missing.", {})
    service.send("POST token/verify/", "The token is no token, or its signature is wrong.", {"token": "eyJhbGciOi.x.y"})


def record_health(service: Recorder) -> None:
    """The two addresses for programs that watch the service."""
    service.send("GET /healthz", "The process lives.")
    service.send("GET /readyz", "The tables are there, the database takes changes, and the cache answers.")
    with patch.object(READINESS, "words", return_value={"database": "not migrated", "cache": "ok"}):
        service.send("GET /readyz", "A part isn't ready; its name says which.")


def record_documents(service: Recorder) -> None:
    """What other services fetch, at the root of the host."""
    keys = "GET /.well-known/jwks.json"
    metadata = "GET /.well-known/oauth-authorization-server"
    alias = "GET /.well-known/openid-configuration"
    api = "GET /.well-known/oauth-protected-resource"
    with signet(ALGORITHM="ES256", SIGNING_KEY=json.dumps(PAIR), AUDIENCE="https://orders.example.com/v1"):
        tag = service.send(keys, "The public keys that verify our tokens.").headers["ETag"]
        service.send(keys, "The client has this version: it sent its `ETag` in `If-None-Match`.", headers=known(tag))
        service.send(metadata, "The metadata of the issuer (RFC 8414).")
        service.send(alias, "The same, for clients that look for OpenID Connect only.")
        service.send(api, "The metadata of the API (RFC 9728).")
    service.send(keys, "A shared secret signs the tokens: there is no public key.")
    with signet(ALGORITHM="ES256", SIGNING_KEYS=Path("/nowhere/keys.json")):
        service.send(keys, "The keys can't be read.")
    with signet(ISSUER=None):
        service.send(metadata, "`ISSUER` is not set, or is no URL.")
        service.send(alias, "The same.")
        service.send(api, "Neither `AUDIENCE` nor `ISSUER` is a URL.")


def known(tag: str) -> dict[str, str]:
    """The header of a client that has the version *tag*."""
    return {"If-None-Match": tag}


def tokens(service: Recorder) -> None:
    """``token/`` and below."""
    path = "POST token/"
    good = service.send(path, "The credentials are right.", ADA).json()
    service.send(path, "A field is missing.", {"username": "ada"})
    wrong = {**ADA, "password": "wrong"}
    service.send(path, "The password is wrong, there is no such user, or the account is disabled.", wrong)
    new = {"username": "grace", "email": "grace@example.com", "password": PASSWORD}
    service.ask("POST users/", new)
    service.send(path, "The password is right, and nobody has followed the link in the mail.", without_email(new))
    with limited("sign_in_account_ip"):
        service.ask(path, wrong)
        service.send(path, "Too many attempts have failed.", wrong)
    with failing(errors.CountsUnavailableError()):
        service.send(path, "The cache that counts attempts is away.", ADA)

    path = "POST token/refresh/"
    service.send(path, "The refresh token is valid.", {"refresh": good["refresh"]})
    service.send(path, "The field is missing.", {})
    service.send(path, "The token is no token, or its signature is wrong.", {"refresh": "eyJhbGciOi.x.y"})
    service.send(path, "It is an access token.", {"refresh": good["access"]})
    with signet(REFRESH_TOKEN_LIFETIME=timedelta(microseconds=1)):
        old = sign_in(service)
    service.send(path, "The token has expired.", {"refresh": old["refresh"]})
    with signet(REFRESH_GRACE_PERIOD=NOTHING, REFRESH_RETRY_PERIOD=NOTHING):
        again = {"refresh": good["refresh"]}
        service.send(path, "The token was replaced before, so it may be stolen. The session ends.", again)
    service.send(path, "The session was ended.", {"refresh": good["refresh"]})
    kept = sign_in(service)
    disable()
    service.send(path, "The user was disabled.", {"refresh": kept["refresh"]})
    enable()
    kept = sign_in(service)
    with failing(errors.RefreshSupersededError()):
        service.send(path, "Another request refreshed a moment ago.", {"refresh": kept["refresh"]})
    with limited("refresh_session"):
        kept = service.ask(path, {"refresh": kept["refresh"]}).json()
        service.send(path, "Too many refreshes of one session, or from one address.", {"refresh": kept["refresh"]})
    with failing(errors.SessionBusyError()):
        service.send(path, "Too many changes of the session at once.", {"refresh": kept["refresh"]})

    verify, blacklist = "POST token/verify/", "POST token/blacklist/"
    service.send(verify, "The token and its session are valid.", {"token": kept["access"]})
    service.send(verify, "The field is missing.", {})
    service.send(blacklist, "The session ends, or has ended before.", {"refresh": kept["refresh"]})
    service.send(blacklist, "The field is missing.", {})
    service.send(blacklist, "The token is not a refresh token.", {"refresh": kept["access"]})
    service.send(verify, "The session was ended.", {"token": kept["access"]})


def logout(service: Recorder) -> None:
    """``logout/`` and below."""
    for path, when in (("logout/", "The session ends"), ("logout/all/", "All sessions of the user end")):
        token = sign_in(service)["refresh"]
        service.send(f"POST {path}", f"{when}, or did before.", {"refresh": token})
        service.send(f"POST {path}", "The field is missing.", {})
        service.send(f"POST {path}", "The token is no token, or its signature is wrong.", {"refresh": "eyJhbGciOi.x.y"})


def sessions(service: Recorder) -> None:
    """``sessions/`` and below."""
    first, second = (sign_in(service, device) for device in (LAPTOP, PHONE))
    answer: Any = service.send("GET sessions/", "The token is valid.", token=first["access"])
    service.send("GET sessions/", "There is no access token.")
    service.send("GET sessions/", "The token is no token, or its signature is wrong.", token="eyJhbGciOi.x.y")
    other = next(one["id"] for one in answer.json() if not one["current"])
    service.send(f"DELETE sessions/{other}/", "The session ends.", token=first["access"])
    nobodys = other.replace(other[:8], "00000000")
    service.send(f"DELETE sessions/{nobodys}/", "The user has no such session.", token=first["access"])
    service.send(f"DELETE sessions/{other}/", "The session of the access token was ended.", token=second["access"])


def services(service: Recorder) -> None:
    """``introspect/``, ``revoke/`` and ``events/``."""
    with signet(SERVICES={"orders": ORDERS_SECRET}):
        _questions(service)
    service.send("GET events/", "Nobody has signed out for a while, or somebody has.")
    known: Any = service.ask("GET events/")
    when = "The list is still the one that `If-None-Match` names."
    service.send("GET events/", when, headers={"If-None-Match": known["ETag"]})


def _questions(service: Recorder) -> None:
    pair = sign_in(service)
    with patch.object(revocation, "SESSION_CLAIM", "nothing"):
        unsupported: Any = {"token": pair["access"]}
        service.send("POST revoke/", "The token is genuine, and has no session.", unsupported, headers=ORDERS)
    for path, good in (("introspect/", "The token is active."), ("revoke/", "The session ends, or did before.")):
        operation, sent = f"POST {path}", {"token": pair["access"]}
        service.send(operation, good, sent, headers=ORDERS)
        if path == "introspect/":
            when = "The token is expired, revoked, replaced, forged, or no token at all."
            service.send(operation, when, {"token": "eyJhbGciOi.x.y"}, headers=ORDERS)
        service.send(operation, "The parameter is missing.", {}, headers=ORDERS)
        service.send(operation, "No service has that id and secret.", sent, headers=NOBODY)
        with limited("client_secret_ip"):
            service.ask(operation, sent, headers=NOBODY)
            service.send(operation, "Too many requests had wrong credentials.", sent, headers=NOBODY)


def browser(service: Recorder) -> None:
    """``browser/`` and below."""
    path = "POST browser/token/"
    answer = service.send(path, "The credentials are right.", ADA, headers=OUR_PAGE)
    service.send(path, "A field is missing.", {"username": "ada"}, headers=OUR_PAGE)
    wrong = {**ADA, "password": "wrong"}
    service.send(path, "The password is wrong, or there is no such user.", wrong, headers=OUR_PAGE)
    service.send(path, "A page of another origin sent the request.", ADA, headers=ANOTHER_PAGE)
    with limited("sign_in_account_ip"):
        service.ask(path, wrong, headers=OUR_PAGE)
        service.send(path, "Too many attempts have failed.", wrong, headers=OUR_PAGE)

    path = "POST browser/token/refresh/"
    first = held(answer)
    second = held(service.send(path, "The cookie is valid.", cookie=first, headers=OUR_PAGE))
    both = f"{first}; {second}"
    service.send(path, "There are two cookies of that name.", cookie=both, headers=OUR_PAGE)
    service.send(path, "There is no cookie.", headers=OUR_PAGE)
    with signet(REFRESH_GRACE_PERIOD=NOTHING, REFRESH_RETRY_PERIOD=NOTHING):
        when = "The token was replaced before, so it may be stolen. The session ends, and the cookie goes."
        service.send(path, when, cookie=first, headers=OUR_PAGE)
    service.send(path, "A page of another origin sent the request.", cookie=first, headers=ANOTHER_PAGE)
    third = held(service.ask("POST browser/token/", ADA, headers=OUR_PAGE))
    with limited("refresh_session"):
        third = held(service.ask(path, cookie=third, headers=OUR_PAGE))
        service.send(path, "Too many refreshes.", cookie=third, headers=OUR_PAGE)
    with failing(errors.RefreshSupersededError()):
        service.send(path, "Another request refreshed a moment ago.", cookie=third, headers=OUR_PAGE)

    for short, when in (("logout/", "The session ends"), ("logout/all/", "All sessions of the user end")):
        third = held(service.ask("POST browser/token/", ADA, headers=OUR_PAGE))
        path = f"POST browser/{short}"
        service.send(path, f"{when}, or did before.", cookie=third, headers=OUR_PAGE)
        service.send(path, "There are two cookies of that name.", cookie=both, headers=OUR_PAGE)
        service.send(path, "A page of another origin sent the request.", cookie=third, headers=ANOTHER_PAGE)


def users(service: Recorder) -> None:
    """``users/``, and the links of a sign-up."""
    new = {"username": "alan", "email": "alan@example.com", "first_name": "Alan", "password": PASSWORD}
    other = {**new, "username": "barbara", "email": "barbara@example.com", "first_name": "Barbara"}
    service.send("POST users/", "A mail with a link is on its way. The same for an address that is taken.", new)
    token = last_link()
    service.send("POST users/", "A field is missing, or not as the user model wants it.", {**other, "email": "barbara"})
    service.send("POST users/", "The password is too weak.", {**other, "password": "1234"})
    with limited("sign_up_ip"):
        service.ask("POST users/", other)
        service.send("POST users/", "Too many sign-ups from one address.", {**other, "username": "babs"})
    with failing(errors.MailBusyError()):
        service.send("POST users/", "Too many mails wait for the mail server.", {**other, "username": "liskov"})

    path = "POST users/activation/"
    service.send(path, "The account is open, or was before.", {"token": token})
    service.send(path, "The token isn't ours, or is of another link.", {"token": "made-up"})
    with signet(ACTIVATION_LIFETIME=timedelta(microseconds=1)):
        service.ask("POST users/", {**other, "username": "late", "email": "late@example.com"})
        service.send(path, "The link is too old.", {"token": last_link()})

    path = "POST users/resend_activation/"
    service.send(path, "A mail is on its way, if somebody waits for it.", {"email": "alan@example.com"})
    service.send(path, "That is no address.", {"email": "alan"})
    with limited("mail_ip"):
        service.ask(path, {"email": "alan@example.com"})
        service.send(path, "Too many mails for one address.", {"email": "alan@example.com"})


def me(service: Recorder) -> None:
    """``users/me/``."""
    access = sign_in(service)["access"]
    service.send("GET users/me/", "The token is valid.", token=access)
    service.send("GET users/me/", "There is no access token.")
    service.send("PATCH users/me/", "The names are changed.", {"first_name": "Augusta"}, token=access)
    service.send("PATCH users/me/", "A name is too long.", {"first_name": "A" * 151}, token=access)
    service.send("PATCH users/me/", "There is no access token.", {"first_name": "Augusta"})
    path = "DELETE users/me/"
    service.send(path, "There is no access token.", {"current_password": PASSWORD})
    service.send(path, "The password is wrong.", {"current_password": "wrong"}, token=access)
    with limited("password_user"):
        service.ask(path, {"current_password": "wrong"}, token=access)
        service.send(path, "Too many wrong passwords.", {"current_password": "wrong"}, token=access)
    with patch("drf_signet.accounts.password_serializers.delete_account", side_effect=errors.AccountInUseError()):
        when = "The user owns something that has to stay."
        service.send(path, when, {"current_password": PASSWORD}, token=access)
    service.send(path, "The user has no password, and the sign-in is too old.", {}, token=without_password())
    access = sign_in(service)["access"]
    service.send(path, "The account is deleted.", {"current_password": PASSWORD}, token=access)


def set_password(service: Recorder) -> None:
    """``users/set_password/``."""
    path, access = "POST users/set_password/", sign_in(service)["access"]
    right = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    wrong = {**right, "current_password": "wrong"}
    service.send(path, "There is no access token.", right)
    service.send(path, "The current password is wrong.", wrong, token=access)
    service.send(path, "The new password is too weak.", {**right, "new_password": "1234"}, token=access)
    with limited("password_user"):
        service.ask(path, wrong, token=access)
        service.send(path, "Too many wrong passwords.", wrong, token=access)
    service.send(path, "The password is changed.", right, token=access)
    without, new = without_password(), {"new_password": NEW_PASSWORD}
    service.send(path, "The user has no password, and the sign-in is too old.", new, token=without)


def set_email(service: Recorder) -> None:
    """``users/set_email/`` and the link."""
    path, access = "POST users/set_email/", sign_in(service)["access"]
    right = {"current_password": PASSWORD, "new_email": "ada@example.org"}
    service.send(path, "A mail is on its way to the new address.", right, token=access)
    token = last_link()
    service.send(path, "There is no access token.", right)
    service.send(path, "That is no address.", {**right, "new_email": "ada"}, token=access)
    service.send(path, "The current password is wrong.", {**right, "current_password": "wrong"}, token=access)
    with limited("mail_ip"):
        service.ask(path, right, token=access)
        service.send(path, "Too many mails.", right, token=access)
    path = "POST users/set_email_confirm/"
    service.send(path, "The token isn't ours, or is of another link.", {"token": "made-up"})
    with failing(errors.AddressTakenError()):
        service.send(path, "Another user has taken the address meanwhile.", {"token": token})
    service.send(path, "The address is changed.", {"token": token})
    path = "POST users/sign_in_notice/"
    service.send(path, "The token isn't ours, or is of another link.", {"token": "made-up"})
    ada = get_user_model().objects.get(username="ada")
    token = make_notice_token(str(ada.pk), ada.email, timezone.now() + timedelta(minutes=1), timezone.now())
    service.send(path, "Those devices are signed out.", {"token": token})


def reset_password(service: Recorder) -> None:
    """``users/reset_password/`` and the link."""
    path = "POST users/reset_password/"
    service.send(path, "A mail is on its way, if somebody has this address.", {"email": "ada@example.com"})
    token = last_link()
    service.send(path, "That is no address.", {"email": "ada"})
    with limited("mail_ip"):
        service.ask(path, {"email": "ada@example.com"})
        service.send(path, "Too many mails.", {"email": "ada@example.com"})
    check, confirm = "POST users/reset_password/check/", "POST users/reset_password_confirm/"
    service.send(check, "The link is valid.", {"token": token})
    weak = {"token": token, "new_password": "1234"}
    service.send(confirm, "The new password is too weak.", weak)
    service.send(confirm, "The new password is set.", {**weak, "new_password": NEW_PASSWORD})
    service.send(check, "The link isn't ours, or was used before.", {"token": token})
    service.send(confirm, "The link isn't ours, or was used before.", {**weak, "new_password": NEW_PASSWORD})


def held(answer: Any, name: str = COOKIE) -> str:
    """The cookie that a browser would send after *answer*."""
    return f"{name}={answer.cookies[name].value}"


def without_email(fields: dict[str, str]) -> dict[str, str]:
    """The credentials of a user who signed up with *fields*."""
    return {"username": fields["username"], "password": fields["password"]}


def disable() -> None:
    """Disable the account of ``ada``. Her sessions stay as they are."""
    get_user_model().objects.filter(username="ada").update(is_active=False)


def enable() -> None:
    """Enable her account again."""
    get_user_model().objects.filter(username="ada").update(is_active=True)
