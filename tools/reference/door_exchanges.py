"""The requests to the service for the page of HTTP: signing in with another site, and by codes by mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

from django.utils import timezone

from drf_signet import errors
from drf_signet.identities import sign_in as sign_in_flow
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.provider_metadata import ProviderMetadata
from drf_signet.identities.testing import provider_says
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.testing import code_for
from tools.reference.http_exchanges import (
    ANOTHER_PAGE,
    LAPTOP,
    OUR_PAGE,
    disable,
    enable,
    failing,
    held,
    limited,
    record_groups,
    sign_in,
    signet,
    without_password,
)
from tools.reference.http_recorder import FORM, Recorder, last_link
from tools.reference.service import person

PROVIDERS: Final = {"google": {"client_id": "signet.apps.googleusercontent.com", "client_secret": "of-the-console"}}
GOOGLE: Final = ProviderMetadata(
    issuer="https://accounts.google.com",
    authorization_endpoint="https://accounts.google.com/o/oauth2/v2/auth",
    token_endpoint="https://oauth2.googleapis.com/token",
    jwks_uri="https://www.googleapis.com/oauth2/v3/certs",
)
"""What its document says, as no page is made of what the network answers today."""

REDIRECT: Final = {
    "redirect_uri": "https://app.example.com/back",
    "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
}
"""With the code_verifier that RFC 7636 prints in appendix B."""

CODE: Final = {"code": "4/0AVMBsJi7…", **REDIRECT}
ID_TOKEN: Final = {"id_token": "eyJhbGciOi.x.y", "nonce": "n-0S6_WzA2Mj"}
"""With the nonce that OpenID Connect Core prints."""

FROM_THE_PROVIDER: Final = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
ADDRESS: Final = {"email": "ada@example.com"}


def record_doors(service: Recorder) -> None:
    """All of it."""
    with signet(PROVIDERS=PROVIDERS), patch.object(Provider, "metadata", return_value=GOOGLE):
        record_groups(service, (identities, linked_identities, identities_in_browsers))
    record_groups(service, (codes, links, codes_in_browsers, links_in_browsers))


@contextmanager
def somebody(subject: str, email: str, *, is_entitled: bool = True) -> Iterator[None]:
    """Whoever comes from Google is *subject*."""
    with provider_says("google", subject=subject, email=email, is_entitled=is_entitled):
        yield


def identities(service: Recorder) -> None:
    """``identities/providers/``, and signing in."""
    service.send("GET identities/providers/", "Always.")
    path = "POST identities/google/token/"
    with somebody("1001", "ada@example.com"):
        service.send(path, "The code is good: it is exchanged, and nobody can use it again.", CODE)
        service.send(path, "The ID token is genuine.", ID_TOKEN)
        service.send(path, "The same ID token is sent a second time.", ID_TOKEN)
        service.send(path, "A field is missing.", {"code": "4/0AVMBsJi7…"})
        disable()
        service.send(path, "The account is disabled.", CODE)
        enable()
    for refusal, when in (
        (errors.CodeRefusedError(), "The provider doesn't accept the code."),
        (errors.RedirectUriMismatchError(), "The provider knows no such `redirect_uri`."),
        (errors.IdTokenRefusedError(), "The ID token is forged, expired, or for another client."),
        (errors.NonceMismatchError(), "The ID token has another `nonce`."),
    ):
        with failing(refusal):
            service.send(path, when, ID_TOKEN if isinstance(refusal, errors.IdTokenRefusedError) else CODE)
    service.send("POST identities/elsewhere/token/", "`PROVIDERS` has no such entry.", CODE)
    with somebody("2002", ""):
        service.send(path, "The identity is new, and has no address.", CODE)
    with somebody("2002", "ada@example.com", is_entitled=False):
        service.send(path, "Somebody has the address, and the provider can't vouch for it.", CODE)
    with somebody("2002", "mary@example.com"), signet(PROVIDER_SIGN_UP=False):
        service.send(path, "There is no account, and `PROVIDER_SIGN_UP` is False.", CODE)
    with patch.object(sign_in_flow, "identity_of_code", side_effect=errors.CodeRefusedError()), limited("sign_in_ip"):
        service.ask(path, CODE)
        service.send(path, "Too many attempts have failed.", CODE)
    with failing(errors.ProviderUnavailableError()):
        service.send(path, "The provider can't be reached, or doesn't answer in time.", CODE)
    with failing(errors.ProviderMisconfiguredError()):
        service.send(path, "Its entry in `PROVIDERS` can't be used.", CODE)


def linked_identities(service: Recorder) -> None:
    """Linking, listing and removing."""
    path, access, old = "POST identities/google/link/", sign_in(service)["access"], without_password()
    with somebody("1001", "ada@example.org"):
        answer: Any = service.send(path, "The identity is linked.", CODE, token=access)
        service.send(path, "There is no access token.", CODE)
        service.send(path, "The sign-in is too old.", CODE, token=old)
        person("mary")
        mary: Any = service.ask("POST token/", {"username": "mary", "password": "correct-horse-battery"})
        service.send(path, "Another user has the identity.", CODE, token=mary.json()["access"])
    with failing(errors.CodeRefusedError()):
        service.send(path, "The provider doesn't accept the code.", CODE, token=access)
    service.send("POST identities/elsewhere/link/", "`PROVIDERS` has no such entry.", CODE, token=access)
    service.send("GET identities/", "The token is valid.", token=access)
    service.send("GET identities/", "There is no access token.")

    linked = answer.json()["id"]
    path = f"DELETE identities/{linked}/"
    service.send(path, "There is no access token.")
    service.send(path, "The sign-in is too old.", token=old)
    service.send(path, "The identity is removed.", token=access)
    service.send(path, "The user has no such identity.", token=access)
    with patch("drf_signet.identities.views.unlink", side_effect=errors.LastWayInError()):
        service.send(path, "The user has no other way to sign in.", token=access)


def identities_in_browsers(service: Recorder) -> None:
    """``browser/identities/`` and below."""
    path = "POST browser/identities/google/token/"
    with somebody("1001", "ada@example.com"):
        service.send(path, "The code or the ID token is valid.", CODE, headers=OUR_PAGE)
        service.send(path, "A page of another origin sent the request.", CODE, headers=ANOTHER_PAGE)
    with failing(errors.CodeRefusedError()):
        service.send(path, "The provider doesn't accept the code.", CODE, headers=OUR_PAGE)
    service.send("POST browser/identities/elsewhere/token/", "`PROVIDERS` has no such entry.", CODE, headers=OUR_PAGE)

    path, access = "POST browser/identities/google/start/", sign_in(service)["access"]
    begun = service.send(path, "The page goes to `url`, to sign in.", {}, headers=OUR_PAGE)
    service.send(path, "The page goes to `url`, to link.", {"link": True}, token=access, headers=OUR_PAGE)
    service.send(path, "There is no access token, and it is to link.", {"link": True}, headers=OUR_PAGE)
    service.send(path, "The field is neither true nor false.", {"link": "yes"}, headers=OUR_PAGE)
    service.send(path, "A page of another origin sent the request.", {}, headers=ANOTHER_PAGE)
    service.send("POST browser/identities/elsewhere/start/", "`PROVIDERS` has no such entry.", {}, headers=OUR_PAGE)
    with failing(errors.ProviderUnavailableError()):
        service.send(path, "The provider hasn't said yet where it is.", {}, headers=OUR_PAGE)

    here = "browser/identities/google/callback/"
    state = parse_qs(urlsplit(begun.json()["url"]).query)["state"][0]
    returned = {"code": "4/0AVMBsJi7", "state": state}
    cookie = held(begun, "__Host-refresh_provider")
    path = f"GET {here}?{urlencode(returned)}"
    with somebody("1001", "ada@example.com"):
        when = "The user came back, and is signed in. `#linked` after a start to link."
        service.send(path, when, cookie=cookie, headers=FROM_THE_PROVIDER)
        when = "The `state` was used before, has expired, or is of another browser."
        service.send(path, when, cookie=cookie, headers=FROM_THE_PROVIDER)
    begun = service.ask("POST browser/identities/google/start/", {}, headers=OUR_PAGE)
    state = parse_qs(urlsplit(begun.json()["url"]).query)["state"][0]
    path = f"GET {here}?{urlencode({'error': 'access_denied', 'state': state})}"
    when = "The user said no, or the provider did. Every refusal has its `code` there."
    service.send(path, when, cookie=held(begun, "__Host-refresh_provider"), headers=FROM_THE_PROVIDER)
    when = "Always: the browser asks again, and sends its cookies."
    form = urlencode(returned).encode()
    service.send(f"POST {here}", when, raw=form, content_type=FORM, headers=FROM_THE_PROVIDER)


def codes(service: Recorder) -> None:
    """``token/code/`` and below."""
    path = "POST token/code/"
    asked: Any = service.send(path, "A mail is on its way, if somebody has this address.", ADDRESS).json()
    service.send(path, "That is no address.", {"email": "ada"})
    with limited("mail_ip"):
        service.ask(path, ADDRESS)
        service.send(path, "Too many mails.", ADDRESS)
    with failing(errors.MailBusyError()):
        service.send(path, "Too many mails wait for the mail server.", ADDRESS)

    asked = service.ask(path, ADDRESS).json()
    path, right = "POST token/code/confirm/", {"request": asked["request"], "code": code_for("ada@example.com")}
    wrong = {**right, "code": "00000"}
    service.send(path, "The code is another one.", wrong)
    service.send(path, "A field is missing.", {"code": right["code"]})
    disable()
    service.send(path, "The account is disabled.", right)
    enable()
    service.send(path, "The code is the one in the mail.", right)
    service.send(path, "The code was used, has expired, or was tried five times.", right)
    with limited("sign_in_account_ip"):
        asked = service.ask("POST token/code/", ADDRESS).json()
        service.ask(path, {**wrong, "request": asked["request"]})
        service.send(path, "Too many wrong codes.", {**wrong, "request": asked["request"]})


def links(service: Recorder) -> None:
    """``token/link/``."""
    path, asked, token = "POST token/link/", *asked_for_link(service)
    when = "Another device asked for the link. Show which, and let the user confirm it."
    service.send(path, when, {"token": token})
    service.send(path, "The token isn't ours, or is of another link.", {"token": "made-up"})
    service.send(path, "The field is missing.", {})
    disable()
    service.send(path, "The account is disabled.", {"token": token, "request": asked})
    enable()
    service.send(path, "This device asked for the link.", {"token": token, "request": asked})
    service.send(path, "The link was used.", {"token": token, "request": asked})
    _, token = asked_for_link(service)
    service.send(path, "Another device did, and the user confirmed it.", {"token": token, "confirmed": True})
    _, token = asked_for_link(service)
    MailedCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    service.send(path, "The link is too old.", {"token": token, "confirmed": True})


def asked_for_link(service: Recorder) -> tuple[str, str]:
    """The request of somebody with a laptop, and the token in the mail."""
    asked: Any = service.ask("POST token/code/", ADDRESS, headers={"User-Agent": LAPTOP})
    return asked.json()["request"], last_link()


def codes_in_browsers(service: Recorder) -> None:
    """``browser/token/code/`` and below."""
    path = "POST browser/token/code/"
    when = "A mail is on its way, if somebody has this address."
    cookie = asked_by(service.send(path, when, ADDRESS, headers=OUR_PAGE))
    service.send(path, "That is no address.", {"email": "ada"}, headers=OUR_PAGE)
    service.send(path, "A page of another origin sent the request.", ADDRESS, headers=ANOTHER_PAGE)
    code = {"code": code_for("ada@example.com")}
    with limited("mail_ip"):
        service.ask(path, ADDRESS, headers=OUR_PAGE)
        service.send(path, "Too many mails.", ADDRESS, headers=OUR_PAGE)

    path = "POST browser/token/code/confirm/"
    service.send(path, "The code is another one.", {"code": "00000"}, cookie=cookie, headers=OUR_PAGE)
    service.send(path, "This browser hasn't asked for a code.", code, headers=OUR_PAGE)
    service.send(path, "A page of another origin sent the request.", code, cookie=cookie, headers=ANOTHER_PAGE)
    service.send(path, "The code is the one in the mail.", code, cookie=cookie, headers=OUR_PAGE)
    when = "The code was used, has expired, or was tried five times."
    service.send(path, when, code, cookie=cookie, headers=OUR_PAGE)


def links_in_browsers(service: Recorder) -> None:
    """``browser/token/link/``."""
    cookie = asked_by(service.ask("POST browser/token/code/", ADDRESS, headers={**OUR_PAGE, "User-Agent": LAPTOP}))
    path, link = "POST browser/token/link/", {"token": last_link()}
    when = "Another browser asked for the link. Show which, and let the user confirm it."
    service.send(path, when, link, headers=OUR_PAGE)
    service.send(path, "The token isn't ours, or is of another link.", {"token": "made-up"}, headers=OUR_PAGE)
    service.send(path, "A page of another origin sent the request.", link, cookie=cookie, headers=ANOTHER_PAGE)
    service.send(path, "This browser asked for the link.", link, cookie=cookie, headers=OUR_PAGE)
    service.send(path, "The link was used.", link, cookie=cookie, headers=OUR_PAGE)


def asked_by(answer: Any) -> str:
    """The cookie of the browser that asked for a code."""
    return held(answer, "__Host-refresh_code")
