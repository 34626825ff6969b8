"""Refresh tokens that are refused, as data: how each is made, and what is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions_wire.refusals import BLACKLISTED, NO_SESSION, Refusal, not_valid
from tests.sessions_wire.signed import GENERATION, ago, refreshed_often, replaced, resigned
from tests.wire.forge import MISSING

Make = Callable[[User, User], str]
"""From a user and somebody else."""


@dataclass(frozen=True)
class Refused:
    """A token, and the body of the 401."""

    make: Make
    body: Refusal


NOT_FOUND: Final = not_valid("session_not_found")
MISMATCH: Final = not_valid("session_mismatch")
OTHER_USER: Final = not_valid("session_user_mismatch")
REVOKED: Final = not_valid("session_revoked", BLACKLISTED)
REUSED: Final = not_valid("token_reused", BLACKLISTED)
OVER: Final = not_valid("session_expired")


def with_claims(**changes: object) -> Make:
    """A good token with other claims."""
    return lambda user, other: resigned(refreshed_often(user), **changes)


def _with_sid(change: Callable[[str], object]) -> Make:
    def make(user: User, other: User) -> str:
        token = refreshed_often(user)
        return resigned(token, sid=change(str(token["sid"])))

    return make


def _with_generation_and_its_id(generation: int) -> Make:
    def make(user: User, other: User) -> str:
        token = refreshed_often(user)
        return resigned(token, gen=generation, jti=token.session.token_id(generation))

    return make


def _with_the_id_of(generation: int) -> Make:
    def make(user: User, other: User) -> str:
        token = refreshed_often(user)
        return resigned(token, jti=token.session.token_id(generation))

    return make


def _of_the_session_of_another(user: User, other: User) -> str:
    return resigned(refreshed_often(user), sid=refreshed_often(other)["sid"])


def _with_the_whole_session_of_another(user: User, other: User) -> str:
    theirs = refreshed_often(other)
    return resigned(refreshed_often(user), sid=theirs["sid"], jti=theirs["jti"], gen=theirs["gen"])


def _in_the_name_of_another(user: User, other: User) -> str:
    return resigned(refreshed_often(user), user_id=str(other.pk))


def _with_a_yes_for_one(user: User, other: User) -> str:
    return resigned(refresh(str(RefreshToken.for_user(user)), RefreshToken), gen=True)


def _with_a_no_for_zero(user: User, other: User) -> str:
    return resigned(RefreshToken.for_user(user), gen=False)


def _with_another_signature(user: User, other: User) -> str:
    first, second = str(RefreshToken.for_user(user)), str(RefreshToken.for_user(user))
    return first.rpartition(".")[0] + "." + second.rpartition(".")[2]


def _expired(user: User, other: User) -> str:
    return str(RefreshToken.for_user(user, now=ago(timedelta(days=2))))


def revoked(user: User, other: User) -> str:
    """The token of a session that was ended."""
    token = RefreshToken.for_user(user)
    end(token.session, Reason.ENDED_BY_ADMIN, ago(timedelta()))
    return str(token)


def over(user: User, other: User) -> str:
    """The token of a session that reached its end before the token did."""
    token = RefreshToken.for_user(user)
    Session.objects.filter(pk=token.session.pk).update(expires_at=ago(timedelta(seconds=1)))
    return str(token)


def unknown(user: User, other: User) -> str:
    """A token that names a session which never was, or was purged."""
    return resigned(refreshed_often(user), sid=str(uuid4()))


def reused(user: User, other: User) -> str:
    """A token that was replaced long ago."""
    return replaced(user, age=timedelta(hours=1))


_CLAIMS: Final[dict[str, tuple[Make, Refusal]]] = {
    "another-signature": (_with_another_signature, not_valid("token_invalid")),
    "expired": (_expired, not_valid("token_expired")),
    "no-jti": (with_claims(jti=MISSING), not_valid("claim_missing", "Token has no id")),
    "no-exp": (with_claims(exp=MISSING), not_valid("claim_missing", "Token has no 'exp' claim")),
    "no-sid": (with_claims(sid=MISSING), not_valid("claim_missing", NO_SESSION)),
    "sid-upper-case": (_with_sid(str.upper), NOT_FOUND),
    "sid-no-dashes": (_with_sid(lambda sid: sid.replace("-", "")), NOT_FOUND),
    "sid-braces": (_with_sid(lambda sid: f"{{{sid}}}"), NOT_FOUND),
    "sid-urn": (_with_sid(lambda sid: f"urn:uuid:{sid}"), NOT_FOUND),
    "sid-space": (_with_sid(lambda sid: f"{sid} "), NOT_FOUND),
    "sid-nul": (_with_sid(lambda sid: f"{sid}\0"), NOT_FOUND),
    "sid-list": (_with_sid(lambda sid: [sid]), NOT_FOUND),
    "sid-huge": (with_claims(sid="a" * 10_000), NOT_FOUND),
    "sid-empty": (with_claims(sid=""), NOT_FOUND),
    "sid-number": (with_claims(sid=0), NOT_FOUND),
    "sid-null": (with_claims(sid=None), NOT_FOUND),
    "sid-true": (with_claims(sid=True), NOT_FOUND),
    "gen-before": (with_claims(gen=GENERATION - 1), MISMATCH),
    "gen-after": (with_claims(gen=GENERATION + 1), MISMATCH),
    "gen-largest": (with_claims(gen=2**31 - 1), MISMATCH),
    "gen-largest-and-its-id": (_with_generation_and_its_id(2**31 - 1), MISMATCH),
    "gen-32-bits": (_with_generation_and_its_id(2**31), MISMATCH),
    "gen-64-bits": (_with_generation_and_its_id(2**63), MISMATCH),
    "gen-400-digits": (with_claims(gen=10**400), MISMATCH),
    "gen-negative": (with_claims(gen=-1), MISMATCH),
    "gen-true": (_with_a_yes_for_one, MISMATCH),
    "gen-false": (_with_a_no_for_zero, MISMATCH),
    "gen-string": (with_claims(gen=str(GENERATION)), MISMATCH),
    "gen-fraction": (with_claims(gen=float(GENERATION)), MISMATCH),
    "gen-null": (with_claims(gen=None), MISMATCH),
    "jti-before": (_with_the_id_of(GENERATION - 1), MISMATCH),
    "jti-after": (_with_the_id_of(GENERATION + 1), MISMATCH),
    "jti-other": (with_claims(jti="0" * 32), MISMATCH),
    "jti-empty": (with_claims(jti=""), MISMATCH),
    "jti-not-ascii": (with_claims(jti="\u4e00"), MISMATCH),
    "sid-of-another-user": (_of_the_session_of_another, MISMATCH),
    "session-of-another-user": (_with_the_whole_session_of_another, OTHER_USER),
    "user-of-another-session": (_in_the_name_of_another, OTHER_USER),
    "no-user": (with_claims(user_id=MISSING), OTHER_USER),
}
"""Refused wherever a refresh token is asked for."""

EVERYWHERE: Final = [pytest.param(Refused(*one), id=name) for name, one in _CLAIMS.items()]

TYPES: Final = [
    pytest.param(Refused(with_claims(token_type=kind), not_valid("wrong_token_type", "Token has wrong type")), id=kind)
    for kind in ("access", "sliding", "")
]

OF_THE_SESSION: Final = [
    pytest.param(Refused(unknown, NOT_FOUND), id="unknown"),
    pytest.param(Refused(revoked, REVOKED), id="revoked"),
    pytest.param(Refused(over, OVER), id="over"),
    pytest.param(Refused(reused, REUSED), id="reused"),
]
"""Refused by those who go on with the session; there is nothing left to sign out of."""
