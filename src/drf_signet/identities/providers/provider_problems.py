"""What is wrong with an entry of PROVIDERS, in words: for ``manage.py check``, and where a sign-in finds out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from drf_signet.identities.providers import apple, microsoft
from drf_signet.identities.providers.presets import OPENID, PRESETS, Preset
from drf_signet.identities.providers.provider_settings import ProviderSettings, misfits, read_entry
from signet_tokens.discovery import problem_of_issuer
from signet_tokens.errors import KeyLoadError

ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
EMPTY: Final = "Was it read from an environment variable that isn't set?"
OF_APPLE: Final = ("team_id", "key_id", "private_key")
DOMAIN: Final = re.compile(r"\*|[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


class ProviderProblem(NamedTuple):
    """One thing that is wrong with an entry: the end of a sentence about it, without its full stop, and a hint."""

    message: str
    hint: str | None = None
    is_of_address: bool = False
    """Whether it is about where the provider is."""


def preset_of(provider_id: str, settings: ProviderSettings) -> Preset:
    """What is known beforehand of the provider of the entry *settings*."""
    return PRESETS.get(settings.preset or provider_id, OPENID)


def problems_of(provider_id: str, entry: Mapping[str, object]) -> Iterator[ProviderProblem]:
    """Everything that is wrong with *entry*, which PROVIDERS calls *provider_id*."""
    if not ID.fullmatch(provider_id):
        hint = "It is a part of addresses: up to 40 lower-case letters, digits, - and _."
        yield ProviderProblem("has an id that can't be used", hint)
    unreadable = [ProviderProblem(*one) for one in misfits(entry)]
    yield from unreadable
    if not unreadable:
        settings = read_entry(entry)
        preset = preset_of(provider_id, settings)
        yield from _problems_with_client(settings, preset)
        yield from _problems_with_address(settings, preset)
        yield from _problems_with_values(settings)


def _problems_with_client(settings: ProviderSettings, preset: Preset) -> Iterator[ProviderProblem]:
    if not settings.client_id:
        yield ProviderProblem("has no 'client_id'", f"It is what the provider calls this service. {EMPTY}")
    for name in ("client_secret", *OF_APPLE):
        if getattr(settings, name) == "":
            yield ProviderProblem(f"has an empty {name!r}", EMPTY)
    if preset.kind == "apple":
        yield from _problems_with_apple(settings)
    elif preset.kind == "github" and settings.client_secret is None:
        yield ProviderProblem("has no 'client_secret'", "GitHub has no ID tokens, and exchanges no code without one.")


def _problems_with_apple(settings: ProviderSettings) -> Iterator[ProviderProblem]:
    if settings.client_secret is not None:
        hint = f"Remove it, and set {', '.join(map(repr, OF_APPLE))}: a new secret is made of them each time."
        yield ProviderProblem("has a 'client_secret', which would expire after six months", hint)
    missing = [name for name in OF_APPLE if getattr(settings, name) is None]
    if 0 < len(missing) < len(OF_APPLE):
        yield ProviderProblem(f"lacks {', '.join(map(repr, missing))}", "Apple's console names the three together.")
    if settings.private_key:
        try:
            apple.client_key(settings.private_key)
        except KeyLoadError as error:
            hint = "Give the content of the file AuthKey_….p8, in as many lines as it has there."
            yield ProviderProblem(f"has a 'private_key' that can't be used: {error}", hint)


def _problems_with_address(settings: ProviderSettings, preset: Preset) -> Iterator[ProviderProblem]:
    issuer = preset.issuer if settings.issuer is None else settings.issuer
    if issuer is None:
        hint = f"Set it to the iss of its ID tokens. Without one, 'preset' has to be one of {', '.join(PRESETS)}."
        yield ProviderProblem("has no 'issuer'", hint, is_of_address=True)
        return
    if (problem := problem_of_issuer(issuer, settings.allow_http)) is not None:
        can_be_allowed = problem_of_issuer(issuer, allow_http=True) is None
        mend = "While you develop, set 'allow_http' to True." if can_be_allowed else None
        yield ProviderProblem(f"has an 'issuer' that {problem}", mend, is_of_address=True)
    elif issuer.endswith("/.well-known/openid-configuration"):
        hint = "Leave out /.well-known/openid-configuration: it is added."
        yield ProviderProblem("has an 'issuer' that is the address of its metadata", hint, is_of_address=True)
    elif preset.kind in ("github", "microsoft") and urlsplit(issuer).path:
        hint = "Such as https://github.example.com, or https://login.microsoftonline.us."
        yield ProviderProblem("has an 'issuer' that should be a host alone", hint, is_of_address=True)
    if preset.kind == "microsoft" and not microsoft.TENANT.fullmatch(settings.tenant):
        hint = "Give the id of a tenant, in lower case, or one of common, organizations, consumers."
        yield ProviderProblem(f"has a 'tenant' that can't be one: {settings.tenant!r}", hint, is_of_address=True)


def _problems_with_values(settings: ProviderSettings) -> Iterator[ProviderProblem]:
    if not settings.algorithms:
        yield ProviderProblem("has no 'algorithms'", "Remove the key to get the usual ones.")
    if "" in settings.client_ids:
        yield ProviderProblem("has an empty item in 'client_ids'", EMPTY)
    if any(not one or " " in one for one in settings.scopes or ()):
        yield ProviderProblem("has an item in 'scopes' that is empty, or several", "Give each scope as an item.")
    verifies = settings.verifies or ()
    for one in (verifies,) if isinstance(verifies, str) else verifies:
        if not DOMAIN.fullmatch(one):
            hint = "Give domains such as 'acme.com', without @, or '*' for all."
            yield ProviderProblem(f"has {one!r} in 'verifies', which is no domain", hint)
