"""
What may happen a number of times only: attempts to sign in, mails, refreshes. See `rates.USUAL_RATES`.

Whoever asks too often is told so before anything is looked up, so it is the same for every account. An address of IPv6
is counted by its networks, each wider one with a larger share: see `rates.SHARES`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from drf_signet.client_address import networks_of
from drf_signet.errors import CountsUnavailableError, ThrottledError
from drf_signet.known_places import LONGEST_NAME, canonical, era_of, folded, forgive, is_remembered, remember_place
from drf_signet.rate_limits import Counted, Subject, count, count_each, counted_at, forget
from drf_signet.rates import SHARES, USUAL_SHARES

FROM_EVERYWHERE: Final = 5
"""How many places may have all the codes mailed to one mailbox that each may."""

REDIRECTS: Final = " provider start"
"""What the names of redirects end with: they and what comes back by them count apart."""

logger: Final = logging.getLogger("drf_signet")


class Attempt(NamedTuple):
    """An attempt to sign in that was counted: as whom, and from where."""

    counted: Counted
    account: str
    address: str | None

    def take_back(self) -> None:
        """Don't count it: the sign-in is complete, or nobody learned whether the credentials were right."""
        self.counted.take_back()

    def remember(self) -> None:
        """Let the place be one of the owner's from now on: nobody locks it from elsewhere."""
        remember_place(self.account, self.address)


def count_attempt(account: str, address: str | None, now: datetime | None = None, door: str = "") -> Attempt:
    """
    Count an attempt to sign in as *account* from the IP *address*. Undo the count if the attempt succeeds.

    Each *door* counts for itself: what happens at one locks none of the others. Where nobody knows the address, there
    is one limit alone, after which nobody waits longer than a minute: what speaks for an owner is the place.
    """
    name = f"{door} {folded(account[:LONGEST_NAME])} {era_of(account)}"
    if not address:
        return Attempt(count_each([Subject("sign_in_no_address", name)], now), account, None)
    # From one place, an account is locked for that place only: its owner is elsewhere.
    own, *wider = _by_place("sign_in_account_ip", address, f" {name}")
    counted = count_each([*_by_place("sign_in_ip", address, f" {door}" if door else ""), own], now)
    try:
        everywhere = count_each([*wider, Subject("sign_in_account", name)], now)
    except ThrottledError:
        # What strangers do elsewhere leaves a place of the owner's its own share.
        if not is_remembered(account, address):
            counted.take_back()
            raise
        everywhere = Counted(())
    return Attempt(counted.and_also(everywhere), account, address)


def count_arrival(presented: str, address: str | None, door: str, now: datetime | None = None) -> Attempt:
    """
    Count an attempt of somebody who may be anyone until what they *presented* is looked at, from the IP *address*.

    Where nobody knows the address, each thing that is presented counts for itself.
    """
    if not address:
        name = f"{door} {sha256(presented.encode(errors='surrogatepass')).hexdigest()}"
        return Attempt(count_each([Subject("sign_in_no_address", name)], now), "", None)
    # There is no account to lock. All who come from there share what they have: an office, or a provider of phones.
    return Attempt(count_each(_by_place("sign_in_ip", address, f" {door}"), now), "", None)


def count_refresh(address: str, session: str | None, now: datetime | None = None) -> None:
    """Count a refresh of *session* from *address*. Nothing is counted where the cache can't be reached."""
    of_session = [] if session is None else [Subject("refresh_session", session)]
    try:
        count_each([*_by_place("refresh_ip", address), *of_session], now)
    except CountsUnavailableError:
        # Guards no password: users stay signed in while the cache is away.
        return


def count_client(address: str | None, now: datetime | None = None) -> Counted:
    """Count a request from *address* with wrong credentials of a service. Raises as `count_each`."""
    return count_each(_by_place("client_secret_ip", address), now)


def count_password(user_id: object, now: datetime | None = None) -> Counted:
    """Count that a signed-in user gives the password. Undo the count if the password is right."""
    return count({"password_user": str(user_id)}, now)


def count_sign_up(address: str | None, now: datetime | None = None) -> Counted:
    """Count an account that is asked for from *address*."""
    return count_each(_by_place("sign_up_ip", address), now)


def count_redirect(address: str | None, now: datetime | None = None) -> Counted:
    """Count that a browser at *address* is sent to a provider. See `forgive_redirect`."""
    return count_each(_by_place("sign_in_ip", address, REDIRECTS), now)


def forgive_redirect(address: str | None, then: datetime) -> None:
    """Don't count the redirect of *then* any more: the browser came back to *address*, and was let in."""
    counted_at(_by_place("sign_in_ip", address, REDIRECTS), then).take_back()


def count_mail(purpose: str, address: str | None, now: datetime | None = None) -> Counted:
    """Count a mail for *purpose* that is asked for from *address*, whether or not one will be sent."""
    return count_each(_by_place("mail_ip", address, f" {purpose}"), now)


def count_mail_to(mailbox: str, kind: str, about: object, now: datetime | None = None) -> Counted | None:
    """
    Count a mail of that *kind* which is about to be sent to *mailbox*. None where it should not be.

    It is counted apart for each user it is *about*, so nobody uses up what another's mails need. To be called off the
    path of the request: the answer would tell who has an account. Where the cache is away, the mail is sent.
    """
    try:
        return count({"mail_address": f"{kind} {about} {canonical(mailbox)}"}, now)
    except ThrottledError:
        return None
    except CountsUnavailableError:
        return Counted(())


def count_code_mail(mailbox: str, about: str, address: str | None, now: datetime | None = None) -> Counted | None:
    """
    The same as `count_mail_to`, for a mail with a code that somebody at the IP *address* asked for.

    An earlier mail is of no use to a user who asks again, so strangers must not use up what the owner may ask for: each
    place is counted by itself. All of them together get a few times as much, and a place of the owner's isn't among
    them.
    """
    name = f"{about} {canonical(mailbox)}"
    try:
        counted = count_each(_by_place("mail_address", address, f" {name}"), now)
        if is_remembered(mailbox, address):
            return counted
        try:
            return counted.and_also(count_each([Subject("mail_address", name, FROM_EVERYWHERE)], now))
        except ThrottledError:
            counted.take_back()
            return None
    except ThrottledError:
        return None
    except CountsUnavailableError:
        return Counted(())


def welcome_owner(accounts: Sequence[str], user_id: object, address: str | None, now: datetime | None = None) -> None:
    """
    Unlock a user who has proved to be the owner, by whichever of *accounts* they sign in, and remember the place.

    If the cache is away, this does nothing, and the log says so.
    """
    try:
        forget(Subject("password_user", str(user_id)), now)
        for account in accounts:
            forgive(account)
            remember_place(account, address)
    except CountsUnavailableError:
        logger.warning("A user with a new password may have to wait, as if it were the old one")


def _by_place(scope: str, address: str | None, suffix: str = "") -> Sequence[Subject]:
    if not address:
        return ()
    shares = SHARES.get(scope, USUAL_SHARES)
    # The widest networks have no share of some scopes.
    return [Subject(scope, f"{name}{suffix}", shares[rank]) for name, rank in networks_of(address)[: len(shares)]]
