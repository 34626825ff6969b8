"""The accounts that are asked about: so many of each kind."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.utils import timezone

PASSWORD: Final = "correct-horse-battery"
UNKNOWN: Final = "unknown"
MAILED: Final = ("known", "unverified")
"""Those who get a mail with a code."""

KINDS: Final = (UNKNOWN, "known", "disabled", "unverified")


def address(kind: str, number: int) -> str:
    """The address of one of them."""
    return f"{kind}.{number}@example.com"


def request_of(kind: str, number: int) -> str:
    """The request of a code that somebody has asked for with the address."""
    return f"{kind}.{number}"


def fill(number: int) -> None:
    """Make *number* accounts of each kind but the unknown, and a code by mail for each address."""
    hashed = make_password(PASSWORD)
    now = timezone.now()
    claims = apps.get_model("signet_accounts", "EmailAddress")._default_manager
    for kind in KINDS[1:]:
        users = [
            User(
                username=f"{kind}.{which}",
                email=address(kind, which),
                password=hashed,
                is_active=kind != "disabled",
            )
            for which in range(number)
        ]
        User.objects.bulk_create(users)
        verified_at = None if kind == "unverified" else now
        claims.bulk_create(
            claims.model(user=user, address=user.email, verified_at=verified_at)
            for user in User.objects.filter(username__startswith=f"{kind}.")
        )
    codes = apps.get_model("signet_mailed_codes", "MailedCode")._default_manager
    codes.bulk_create(
        codes.model(
            address=address(kind, which),
            request_digest=sha256(request_of(kind, which).encode()).hexdigest(),
            created_at=now,
            expires_at=now + timedelta(hours=1),
            mailed_at=now if kind in MAILED else None,
        )
        for kind in KINDS
        for which in range(number)
    )
