"""
Refuses a sign-in until the address is verified, whichever endpoint or token it is for, and says so; keeps the names of
users; sends the mails that servers left.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db.models.signals import post_save
from django.utils import timezone

from drf_signet.accounts.email_addresses import is_verified, own_names_of
from drf_signet.accounts.outbox import look_out
from drf_signet.accounts.pending_sign_ups import is_password_of_any
from drf_signet.accounts.sign_in_notice import watch
from drf_signet.accounts.signals import email_verified
from drf_signet.accounts.unverified_log import UNVERIFIED
from drf_signet.accounts.usernames import keep_name_of_saved
from drf_signet.conf import get_settings
from drf_signet.errors import EmailNotVerifiedError
from drf_signet.sessions.models import Session
from drf_signet.sessions.signals import session_opened
from drf_signet.sign_in import identifier_in
from drf_signet.signals import sign_in_refused, signing_in
from drf_signet.throttles import welcome_owner
from drf_signet.user_identifier import key_of
from drf_signet.user_table import saving_models

UID: Final = "drf_signet.accounts"


def connect() -> None:
    """Listen to sign-ins, to the first request, and to every model that saves users."""
    signing_in.connect(refuse_unverified, dispatch_uid=UID)
    sign_in_refused.connect(tell_of_link, dispatch_uid=UID)
    email_verified.connect(let_verified_in, dispatch_uid=UID)
    session_opened.connect(watch_sign_in, dispatch_uid=UID)
    request_started.connect(look_out_in_server, dispatch_uid=UID)
    for model in saving_models():
        post_save.connect(keep_name_of_saved, sender=model, dispatch_uid=UID)


def refuse_unverified(*, user: AbstractBaseUser, **kwargs: object) -> None:
    """Raise `EmailNotVerifiedError` where EMAIL_VERIFICATION is mandatory and lacking. One query, or none."""
    if get_settings().EMAIL_VERIFICATION == "mandatory" and not is_verified(user):
        UNVERIFIED.tell(user)
        raise EmailNotVerifiedError


def tell_of_link(*, credentials: Mapping[str, str], **kwargs: object) -> None:
    """
    Raise `EmailNotVerifiedError` for the credentials of a sign-up that waits for its link.

    One query and one password hashed, or none; whoever has the address.
    """
    password = credentials.get("password")
    # A project may sign in with something else.
    if password is None or get_settings().EMAIL_VERIFICATION != "mandatory":
        return
    if is_password_of_any(identifier_in(credentials), password, timezone.now()):
        raise EmailNotVerifiedError


def let_verified_in(*, user: AbstractBaseUser, **kwargs: object) -> None:
    """Lift what locked the account while its owner tried whether it was open already. Each of these attempts counts."""
    welcome_owner(own_names_of(user), key_of(user), None)


def watch_sign_in(*, session: Session, **kwargs: object) -> None:
    """Have the user told of a new device."""
    watch(session)


def look_out_in_server(*, sender: object, **kwargs: object) -> None:
    """Have a process that serves, which neither commands nor the test client do, send the mails that others left."""
    # A request is not the one to tell of a wrong setting, and without a thread there are other processes.
    with suppress(ImproperlyConfigured, ImportError, RuntimeError):
        if isinstance(sender, type) and issubclass(sender, (WSGIHandler, ASGIHandler)):
            look_out()
