"""A browser is sent to a provider, and comes back: to sign in, or to link who it is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from drf_signet.errors import SignetError, StateLostError, TokenError, UnavailableError
from drf_signet.identities.linking import link
from drf_signet.identities.models import ProviderRequest
from drf_signet.identities.owner import Arrival
from drf_signet.identities.provider_requests import LIFETIME, keep_request, use_request
from drf_signet.identities.providers.apple import names_in
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.redirect import begin, refusal_at_redirect
from drf_signet.identities.sign_in import Code, attempting, identity_of, sign_in_with
from drf_signet.sessions.ending import end
from drf_signet.sessions.lookup import check_live, find_session, load_session
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.tokens import SessionToken
from drf_signet.throttles import count_redirect, forgive_redirect

Answer = TypeVar("Answer")


class Return(NamedTuple):
    """What a provider sends a browser back with: a code or an error, and the ``state``. Apple sends a ``user``, too."""

    state: str = ""
    code: str = ""
    iss: str = ""
    error: str = ""
    error_description: str = ""
    user: str = ""


class Door(NamedTuple):
    """Which provider the browser comes back from, the secret of that browser, and from where it comes."""

    provider: str
    browser: str | None
    address: str | None
    arrival: Arrival
    request: HttpRequest | None


def send_away(
    provider: str,
    *,
    redirect_uri: str,
    browser: str,
    address: str | None,
    now: datetime,
    session_id: UUID | None,
    is_link: bool,
) -> str:
    """
    The URL at *provider* to which *browser*, at the IP *address*, goes, to come back to *redirect_uri*.

    *session_id* is the session that the browser is signed in with: the one to link for, or to end after a sign-in.
    Raises `ThrottledError`, before the provider is asked or anything is written, and what `begin` raises.
    """
    with count_redirect(address, now).unless_away():
        beginning = begin(provider, redirect_uri)
        keep_request(
            beginning,
            provider=provider,
            browser=browser,
            redirect_uri=redirect_uri,
            is_link=is_link,
            session_id=session_id,
            now=now,
        )
    return beginning.url


def take_back(answer: Return, door: Door, issue: Callable[[AbstractBaseUser], Answer], now: datetime) -> Answer | None:
    """
    What *issue* makes for the user who came back; None where they linked who they are there.

    Raises `StateLostError` for any but the browser that was sent, for what it brings back a second time, and where the
    session to link for is over; what the provider refused; and what `sign_in_with` and `link` raise.
    """
    # Not counted, as nobody can guess a state: any page can send browsers here, and would lock their owners out.
    sent = use_request(answer.state, provider=door.provider, browser=door.browser, now=now)
    issued: Answer | None = None
    with attempting(answer.state, door.address):
        identity = _identity(answer, sent, now)
        if sent.is_link:
            link(_owner(sent, now), identity, now)
        else:
            issued = sign_in_with(identity, issue, now, request=door.request, arrival=door.arrival)
    forgive_redirect(door.address, sent.expires_at - LIFETIME)
    if not sent.is_link:
        _end_former(sent, now)
    return issued


def session_of(raw: str | None, token_class: type[SessionToken]) -> UUID | None:
    """The session of the refresh token *raw*, if it is the token of one."""
    if raw is None:
        return None
    try:
        return find_session(token_class(raw).presented).pk
    except UnavailableError:
        raise
    except SignetError:
        return None


def _identity(answer: Return, sent: ProviderRequest, now: datetime) -> ProvidedIdentity:
    if answer.error or not answer.code:
        raise refusal_at_redirect(sent.provider, answer.error, answer.error_description)
    code = Code(
        answer.code,
        sent.redirect_uri,
        sent.code_verifier,
        nonce=sent.nonce,
        issuer=answer.iss or None,
        names=names_in(answer.user),
    )
    return identity_of(sent.provider, code, now)


def _owner(sent: ProviderRequest, now: datetime) -> AbstractBaseUser:
    try:
        session = load_session(sent.session_id or UUID(int=0))
        check_live(session, now)
    except TokenError as error:
        if isinstance(error, UnavailableError):
            raise
        raise StateLostError from None
    return session.user


def _end_former(sent: ProviderRequest, now: datetime) -> None:
    """End the session whose cookie has just been replaced by that of the new one."""
    with suppress(Session.DoesNotExist):
        end(Session.objects.get(pk=sent.session_id), Reason.LOGOUT, now)
