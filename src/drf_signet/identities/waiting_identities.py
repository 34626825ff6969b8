"""
The identities of sign-ups that wait for their link, because the provider may not speak for the address.

Until somebody follows it, there is no account: nothing that could be seen of one tells whether the address was free.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.passwordless_sign_ups import send_link_again, wait_without_password
from drf_signet.databases import database_for
from drf_signet.identities.known_identities import identities
from drf_signet.identities.models import WaitingIdentity
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.known_places import canonical
from drf_signet.user_identifier import key_of


def wait_for_link(
    identity: ProvidedIdentity, fields: Mapping[str, object], wish: str, now: datetime, pages: str | None
) -> None:
    """
    Send the address of *identity* a link that opens an account for it, with *fields* and a username like *wish*.

    To one of *pages* (see `pages_for`). Where the address is somebody's, its owner is told instead. Whoever comes again
    before the link was followed gets the same one. Raises what `wait_without_password` and `send_link_again` raise.
    """
    known = _waiting(identity, now)
    if known is not None:
        # A second sign-up would find that its username is taken: by the first.
        send_link_again(known.sign_up, pages)
        return

    def keep(sign_up: PendingSignUp) -> None:
        WaitingIdentity.objects.using(database_for(WaitingIdentity)).create(
            sign_up=sign_up,
            issuer=identity.issuer,
            subject=identity.subject,
            provider=identity.provider,
            email=identity.email,
        )

    wait_without_password(fields, now, keep, wish=wish, pages=pages)


def _waiting(identity: ProvidedIdentity, now: datetime) -> WaitingIdentity | None:
    rows = WaitingIdentity.objects.using(database_for(WaitingIdentity)).select_related("sign_up")
    alike = rows.filter(
        sign_up__address=canonical(identity.email), sign_up__opened_at=None, sign_up__expires_at__gt=now
    ).order_by("sign_up__created_at")
    # Some databases don't tell all letters apart.
    same = (identity.issuer, identity.subject, identity.email)
    return next((one for one in alike if (one.issuer, one.subject, one.email) == same), None)


def settle(sign_up_id: UUID, user: AbstractBaseUser, now: datetime) -> None:
    """
    Make the identity that waits with the sign-up *sign_up_id*, if there is one, that of *user*.

    To be called in a transaction. Raises Django's `IntegrityError` where somebody has it by now.
    """
    waiting = WaitingIdentity.objects.using(database_for(WaitingIdentity)).filter(pk=sign_up_id)
    for one in waiting:
        identities().create(
            issuer=one.issuer,
            subject=one.subject,
            user_id=key_of(user),
            provider=one.provider,
            email=one.email,
            created_at=now,
        )
    waiting.delete()
