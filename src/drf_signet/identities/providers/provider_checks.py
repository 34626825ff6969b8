"""What ``manage.py check`` says about PROVIDERS: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.identities.providers.presets import Preset
from drf_signet.identities.providers.provider_problems import OF_APPLE, ProviderProblem, preset_of, problems_of
from drf_signet.identities.providers.provider_settings import ProviderSettings, read_entry
from drf_signet.settings import Settings


def _problems(settings: Settings) -> Iterator[tuple[str, ProviderProblem]]:
    """Everything that is wrong with each entry, with what the entry is called in a message."""
    for name, entry in settings.PROVIDERS.items():
        for problem in problems_of(name, entry):
            yield f"{NAME}['PROVIDERS'][{name!r}]", problem


@rule
def check_entries(settings: Settings) -> Iterator[CheckMessage]:
    """E089: an entry of PROVIDERS with which nobody can sign in."""
    for place, problem in _problems(settings):
        if not problem.is_of_address:
            yield Error(f"{place} {problem.message}.", hint=problem.hint, id="signet.E089")


@rule
def check_addresses(settings: Settings) -> Iterator[CheckMessage]:
    """E090: a provider at an address that can't be asked, or not safely."""
    for place, problem in _problems(settings):
        if problem.is_of_address:
            yield Error(f"{place} {problem.message}.", hint=problem.hint, id="signet.E090")


@rule
def warn_of_keys_without_effect(settings: Settings) -> Iterator[CheckMessage]:
    """W088: a key of an entry that has no effect with its provider, or the lack of one that its button needs."""
    for name, entry in settings.PROVIDERS.items():
        if next(problems_of(name, entry), None) is not None:
            continue
        place, read = f"{NAME}['PROVIDERS'][{name!r}]", read_entry(entry)
        preset = preset_of(name, read)
        for key, why in _without_effect(read, preset):
            yield Warning(f"{place}[{key!r}] has no effect {why}.", hint="Remove it.", id="signet.W088")
        if settings.PROVIDER_RETURN_URL is not None and (lacking := _lacks_for_redirects(read, preset)):
            yield Warning(
                f"{place} has no {lacking!r}, so nobody who goes to {preset.name} by a button comes back signed in.",
                hint="Set it. If the client is that of an app, which has none, name it in 'client_ids' as well.",
                id="signet.W088",
            )


def _without_effect(settings: ProviderSettings, preset: Preset) -> Iterator[tuple[str, str]]:
    if preset.kind != "microsoft" and settings.tenant != ProviderSettings().tenant:
        yield "tenant", "except for 'microsoft'"
    for key in OF_APPLE if preset.kind != "apple" else ():
        if getattr(settings, key) is not None:
            yield key, "except for 'apple'"
    if preset.kind == "github":
        for key in ("algorithms", "client_ids"):
            if getattr(settings, key) != getattr(ProviderSettings(), key):
                yield key, "for 'github', which has no ID tokens"


def _lacks_for_redirects(settings: ProviderSettings, preset: Preset) -> str | None:
    if settings.client_id in settings.client_ids:
        # An app redirects by itself. It has no secret, and names its client in the request.
        return None
    if preset.kind == "apple":
        return "private_key" if settings.private_key is None else None
    return "client_secret" if preset.needs_secret and settings.client_secret is None else None


@rule
def warn_of_plain_http(settings: Settings) -> Iterator[CheckMessage]:
    """W087: a provider that is asked without TLS: anybody on the way can say who somebody is."""
    for name, entry in settings.PROVIDERS.items():
        if next(problems_of(name, entry), None) is None and (read_entry(entry).issuer or "").startswith("http://"):
            yield Warning(
                f"{NAME}['PROVIDERS'][{name!r}] is asked over http://.",
                hint="Use an https:// issuer. Anyone on the way to this one can sign in as anybody.",
                id="signet.W087",
            )


WARNINGS: Final[Sequence[Check]] = (warn_of_plain_http,)
ERRORS: Final[Sequence[Check]] = (check_entries, check_addresses, warn_of_keys_without_effect)
