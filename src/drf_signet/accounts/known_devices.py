"""
From which devices a user has signed in before.

A browser is known by a cookie of its own; an app, which has none, by its user agent in words ("Firefox on Ubuntu"), so
that a new version is no new device. A row holds a digest of this and of the user: it reveals neither, and not that two
users share a browser. See docs/decisions/0067.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from drf_signet.accounts.models import DIGEST_LENGTH, KnownDevice
from drf_signet.databases import database_for
from drf_signet.sessions.device import Device
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.user_agent import english_device_name

MOST: Final = 100
"""Devices of a user that are kept. Beyond, the one that came first is forgotten."""


class DeviceKeys(NamedTuple):
    """What a device of one user is found by."""

    own: str
    earlier: str
    """The same for a session from before anybody wrote devices down. It counts once."""


class SignIn(NamedTuple):
    """A sign-in, as what is done after the request has to know it."""

    user_id: str
    session_id: UUID
    at: datetime
    keys: DeviceKeys


def keys_of(user_id: str, device: Device) -> DeviceKeys:
    """What *device* is found by among those of the user."""
    words = english_device_name(device.user_agent)
    own = ("browser", device.browser) if device.browser else ("app", words)
    return DeviceKeys(_digest(user_id, *own), _digest(user_id, "earlier", words))


def is_known(user_id: str, keys: DeviceKeys) -> bool:
    """Whether the user has signed in there before. One query."""
    return _devices(user_id).filter(key=keys.own).exists()


def admit(sign_in: SignIn) -> bool:
    """
    Write the device of *sign_in* down. Returns whether it is new to the account, and not the first one.

    Called again for the same sign-in, the answer is the same; of several sign-ins, one gets a mail.
    """
    devices, own = _devices(sign_in.user_id), sign_in.keys.own
    known = list(devices.filter(key=own).values_list("session", flat=True))
    if known:
        return known == [sign_in.session_id]
    is_first = not devices.exists() and not _write_down_earlier(sign_in)
    if not is_first and _is_from_earlier(sign_in):
        return False
    told = None if is_first else sign_in.session_id
    written, _ = devices.get_or_create(
        user_id=sign_in.user_id, key=own, defaults={"session": told, "created_at": sign_in.at}
    )
    _forget_oldest(sign_in.user_id)
    return written.session == sign_in.session_id


def forget_since(user_id: str, since: datetime) -> None:
    """Know no more the devices that the user had at *since* for the first time, or later."""
    _devices(user_id).filter(created_at__gte=since).delete()


def _devices(user_id: str) -> QuerySet[KnownDevice]:
    return KnownDevice.objects.using(database_for(KnownDevice)).filter(user_id=user_id)


def _digest(user_id: str, *parts: str) -> str:
    return sha256("\0".join([str(user_id), *parts]).encode()).hexdigest()[:DIGEST_LENGTH]


def _write_down_earlier(sign_in: SignIn) -> bool:
    """Write down the devices of the sessions before *sign_in*. Returns whether there are any."""
    earlier = Session.objects.filter(user_id=sign_in.user_id, created_at__lt=sign_in.at)
    found = earlier.exclude(revoke_reason=Reason.REPORTED).order_by("-created_at")
    seen: dict[str, datetime] = {}
    for user_agent, created_at in found.values_list("user_agent", "created_at")[: MOST // 2]:
        key = _digest(sign_in.user_id, "earlier", english_device_name(user_agent))
        seen.setdefault(key, created_at)
    rows = [KnownDevice(user_id=sign_in.user_id, key=key, created_at=at) for key, at in seen.items()]
    KnownDevice.objects.using(database_for(KnownDevice)).bulk_create(rows, ignore_conflicts=True)
    return bool(rows)


def _is_from_earlier(sign_in: SignIn) -> bool:
    """Whether the device may be one of the sessions before: the next one that looks like it is another."""
    earlier = _devices(sign_in.user_id).filter(key=sign_in.keys.earlier)
    try:
        with transaction.atomic(using=earlier.db):
            return bool(earlier.update(key=sign_in.keys.own))
    except IntegrityError:
        # Another sign-in there was faster.
        return True


def _forget_oldest(user_id: str) -> None:
    beyond = list(_devices(user_id).order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST : 2 * MOST])
    if beyond:
        _devices(user_id).filter(pk__in=beyond).delete()
