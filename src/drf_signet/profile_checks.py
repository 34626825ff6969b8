"""
What ``manage.py check`` says about access tokens of RFC 9068: one rule, one function, one id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from drf_signet.access_token_profile import CLIENT, RFC9068, SUBJECT
from drf_signet.checks import CLAIMS, Check, rule
from drf_signet.conf import NAME
from drf_signet.settings import Settings
from signet_tokens.keys import is_symmetric
from signet_tokens.scopes import SCOPE_CLAIM

CLIENT_ID: Final = re.compile(r"[\x20-\x7E]+")
"""RFC 6749 appendix A.1, and not empty."""

MEANINGS: Final = frozenset({SUBJECT, CLIENT, SCOPE_CLAIM, "jti"})
ALLOWED: Final = {("USER_ID_CLAIM", SUBJECT), ("JTI_CLAIM", "jti")}


@rule
def check_names(settings: Settings) -> Iterator[CheckMessage]:
    """E073: access tokens of RFC 9068 without an issuer or an audience, which it requires."""
    missing = [name for name in ("ISSUER", "AUDIENCE") if not getattr(settings, name)]
    for where in _where_profiled(settings) if missing else ():
        yield Error(
            f"{where}, but {NAME} has no {' and no '.join(missing)}.",
            hint="Set ISSUER to the URL of the service that issues tokens, and AUDIENCE to the names of the services "
            "that accept them.",
            id="signet.E073",
        )


def _where_profiled(settings: Settings) -> Iterator[str]:
    if settings.ACCESS_TOKEN_PROFILE == RFC9068:
        yield f"{NAME}['ACCESS_TOKEN_PROFILE'] is {RFC9068!r}"
        return
    for path in settings.AUTH_TOKEN_CLASSES:
        if _is_profiled(path):
            yield f"{NAME}['AUTH_TOKEN_CLASSES'] has {path!r}, which reads tokens of RFC 9068"


def _is_profiled(path: str) -> bool:
    try:
        return getattr(import_string(path), "profile", None) == RFC9068
    except ImportError:
        return False


@rule
def check_profiled_claims(settings: Settings) -> Iterator[CheckMessage]:
    """E074: a claim of RFC 9068 that gets another meaning, or a client that can have no such name."""
    if settings.ACCESS_TOKEN_PROFILE != RFC9068:
        return
    for name in CLAIMS:
        claim = getattr(settings, name, None)
        if claim in MEANINGS and (name, claim) not in ALLOWED:
            yield Error(
                f"{NAME}[{name!r}] is {claim!r}, which has another meaning in access tokens of RFC 9068.",
                hint="Use another name.",
                id="signet.E074",
            )
    if not CLIENT_ID.fullmatch(settings.CLIENT_ID):
        yield Error(
            f"{NAME}['CLIENT_ID'] should be a text of printable ASCII characters, and not empty.",
            hint="Name your app, such as 'shop-web'.",
            id="signet.E074",
        )


@rule
def warn_shared_secret(settings: Settings) -> Iterator[CheckMessage]:
    """W079: access tokens for others, who can't verify them."""
    if settings.ACCESS_TOKEN_PROFILE == RFC9068 and is_symmetric(settings.ALGORITHM):
        yield Warning(
            f"{NAME}['ACCESS_TOKEN_PROFILE'] is {RFC9068!r}, but other services can't verify {settings.ALGORITHM} "
            "without your secret.",
            hint="Sign with a key pair: set ALGORITHM to 'ES256', and SIGNING_KEY to a private key.",
            id="signet.W079",
        )


ERRORS: Final[Sequence[Check]] = (
    check_names,
    check_profiled_claims,
    warn_shared_secret,
)
