"""
The same password under another hash.

When its hashers change, Django replaces a stored hash at the next sign-in. Sessions remember a fingerprint of the old
one, so each replacement is written down before it happens; two fingerprints connected by such links are of one
password. Links connect both ways: of two sign-ins at the same moment, each replaces the hash, and either may be last.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.db import connections
from django.db.models import QuerySet

from drf_signet.databases import database_for
from drf_signet.password_fingerprint import fingerprint, fingerprints
from drf_signet.sessions.models import PasswordRehash
from drf_signet.user_identifier import key_of


def remember_rehash(before: AbstractBaseUser, after: AbstractBaseUser) -> None:
    """Write down that the password of *before*, as it is stored, is that of *after*. A row for each SECRET_KEY."""
    new = fingerprint(after)
    _links().bulk_create(PasswordRehash(user_id=key_of(after), before=old, after=new) for old in fingerprints(before))


def may_be_rehashed(stored: AbstractBaseUser) -> bool:
    """
    Whether a sign-in may replace the hash of *stored*: it is outdated, or was until another sign-in replaced it.

    The other one may have come between this one's look at the hash and now.
    """
    if is_outdated(stored.password):
        return True
    return _links().filter(user_id=key_of(stored), after__in=list(fingerprints(stored))).exists()


def is_rehashed(auth_hash: str, user: AbstractBaseUser) -> bool:
    """Whether *auth_hash* is a fingerprint of the password that *user* has now. One query."""
    links = _committed_links().filter(user_id=key_of(user)).values_list("before", "after")
    connected = set(fingerprints(user))
    remaining = [{before, after} for before, after in links]
    while found := [link for link in remaining if link & connected]:
        connected.update(*found)
        remaining = [link for link in remaining if link not in found]
    return auth_hash in connected


def is_outdated(password: str) -> bool:
    """Whether Django would replace the stored hash *password* at the next sign-in."""
    try:
        hasher = identify_hasher(password)
    except ValueError:
        return False
    preferred = get_hasher("default")
    return hasher.algorithm != preferred.algorithm or preferred.must_update(password)


def _committed_links() -> QuerySet[PasswordRehash]:
    # In a transaction of the caller's, MySQL shows what was there at its beginning, except to a read with a lock.
    connection = connections[database_for(PasswordRehash)]
    in_snapshot = connection.vendor == "mysql" and connection.in_atomic_block
    return _links().select_for_update() if in_snapshot else _links()


def _links() -> QuerySet[PasswordRehash]:
    return PasswordRehash._default_manager.using(database_for(PasswordRehash))
