"""
What ``manage.py check`` says about keys, and about settings that say whose tokens are accepted.

One rule, one function, one id. No message holds any of a key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.errors import KeyLoadError
from drf_signet.key_hints import EMPTY, hint_for, is_private
from drf_signet.keys_in_force import materials, read_ring, signs_with_secret_key, verifies_only
from drf_signet.settings import Settings
from signet_tokens.document_fetch import problem_of
from signet_tokens.keys import SigningKey, is_symmetric

SIGNING: Final = f"{NAME}['SIGNING_KEY']"
VERIFYING: Final = f"{NAME}['VERIFYING_KEY']"
HTTP_HINT: Final = (
    "If nobody else can answer at that address, as in the network of a compose file, set JWK_URL_ALLOW_HTTP to True."
)


@rule
def check_keys(settings: Settings) -> Iterator[CheckMessage]:
    """E004: a key that its algorithm can't use."""
    for name, material in materials(settings):
        try:
            SigningKey.load(material, settings.ALGORITHM)
        except KeyLoadError as error:
            yield Error(f"{name}: {error}", hint=hint_for(material, settings.ALGORITHM), id="signet.E004")


@rule
def check_key_url(settings: Settings) -> Iterator[CheckMessage]:
    """E005: keys fetched from where anybody could have put them, or keys that are never published."""
    if settings.JWK_URL is None:
        return
    if (problem := problem_of(settings.JWK_URL, settings.JWK_URL_ALLOW_HTTP)) is not None:
        could_allow = problem_of(settings.JWK_URL, allow_http=True) is None
        yield Error(f"{NAME}['JWK_URL'] {problem}.", hint=HTTP_HINT if could_allow else None, id="signet.E005")
    elif is_symmetric(settings.ALGORITHM):
        yield Error(
            f"{NAME}['JWK_URL'] doesn't work with {settings.ALGORITHM}: no issuer publishes shared secrets.",
            hint="Set ALGORITHM to the one that the issuer uses, such as 'RS256'.",
            id="signet.E005",
        )


@rule
def check_some_key(settings: Settings) -> Iterator[CheckMessage]:
    """E010: an asymmetric algorithm and no key at all."""
    keys = (settings.SIGNING_KEY, settings.VERIFYING_KEY, settings.JWK_URL, settings.SIGNING_KEYS is not None)
    if not is_symmetric(settings.ALGORITHM) and not any(keys) and not verifies_only(settings):
        hint = "Set SIGNING_KEY to a private key in PEM form. To verify only, set VERIFYING_KEY or JWK_URL."
        is_unset = any(isinstance(one, str | bytes) for one in keys)
        yield Error(
            f"{settings.ALGORITHM} needs a key pair, and {NAME} has no key.",
            hint=f"{EMPTY} {hint}" if is_unset else hint,
            id="signet.E010",
        )


@rule
def check_signing_key(settings: Settings) -> Iterator[CheckMessage]:
    """E046: a signing key that can't sign, so nobody can sign in."""
    if is_symmetric(settings.ALGORITHM) or not settings.SIGNING_KEY or settings.SIGNING_KEYS is not None:
        return
    if not read_ring(settings).keys[0].can_sign:
        yield Error(
            f"{SIGNING} is a public key, which can't sign.",
            hint="Set it to the private key of the pair. In a service that only verifies, move it to VERIFYING_KEY.",
            id="signet.E046",
        )


@rule
def check_required_claims(settings: Settings) -> Iterator[CheckMessage]:
    """E047: a class of tokens that demands what no claim can be."""
    for path in settings.AUTH_TOKEN_CLASSES:
        with suppress(ImportError, AttributeError):
            required: object = getattr(import_string(path), "required_claims", {})
            if not _can_be_met(required):
                yield Error(
                    f"{path}.required_claims should be a dict that gives each claim a string, or several strings.",
                    hint='For example, write required_claims = {"azp": "https://shop.example"}.',
                    id="signet.E047",
                )


def _can_be_met(required: object) -> bool:
    if not isinstance(required, Mapping) or not all(isinstance(claim, str) for claim in required):
        return False
    values = [[one] if isinstance(one, str) else one for one in required.values()]
    return all(isinstance(one, Collection) and one and all(isinstance(each, str) for each in one) for one in values)


@rule
def warn_without_effect(settings: Settings) -> Iterator[CheckMessage]:
    """W047: a setting that has no effect beside the others."""
    if settings.VERIFYING_KEY and settings.SIGNING_KEYS is None and is_symmetric(settings.ALGORITHM):
        yield Warning(
            f"{VERIFYING} has no effect with {settings.ALGORITHM}: the secret that signs also verifies.",
            hint=_instead_of_verifying_key(settings),
            id="signet.W047",
        )
    if settings.JWK_URL_ALLOW_HTTP and (settings.JWK_URL or "https:").lower().startswith("https:"):
        yield Warning(
            f"{NAME}['JWK_URL_ALLOW_HTTP'] has no effect, as JWK_URL is not plain http.",
            hint="Remove it.",
            id="signet.W047",
        )


def _instead_of_verifying_key(settings: Settings) -> str:
    if signs_with_secret_key(settings):
        return "Remove it. Put former secrets into Django's SECRET_KEY_FALLBACKS."
    return (
        "Remove it. If it is your former secret, replace SIGNING_KEY by SIGNING_KEYS = [NEW_SECRET, FORMER_SECRET]: "
        "the first one signs, and both verify."
    )


@rule
def warn_private_verifying_key(settings: Settings) -> Iterator[CheckMessage]:
    """W048: a private key where a public one would do."""
    if is_symmetric(settings.ALGORITHM) or not settings.VERIFYING_KEY or settings.SIGNING_KEYS is not None:
        return
    if read_ring(settings).keys and is_private(settings.VERIFYING_KEY):
        yield Warning(
            f"{VERIFYING} holds a private key, but only its public half is needed.",
            hint="Set it to the output of openssl pkey -in key.pem -pubout.",
            id="signet.W048",
        )


@rule
def warn_empty_names(settings: Settings) -> Iterator[CheckMessage]:
    """W049: an audience or an issuer without a name, which no other issuer writes."""
    for name, value in (("AUDIENCE", settings.AUDIENCE), ("ISSUER", settings.ISSUER)):
        names = value if isinstance(value, tuple) else (value,)
        if value == () or any(one is not None and not one.strip() for one in names):
            yield Warning(
                f"{NAME}[{name!r}] is empty, and each token has to match it exactly.",
                hint=f"{EMPTY} Set it, or remove it.",
                id="signet.W049",
            )


ERRORS: Final[Sequence[Check]] = (
    check_keys,
    check_key_url,
    check_some_key,
    check_signing_key,
    check_required_claims,
    warn_without_effect,
    warn_private_verifying_key,
    warn_empty_names,
)
