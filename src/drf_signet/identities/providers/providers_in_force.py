"""The providers in force (PROVIDERS), with their keys: built from the settings on first use."""

from __future__ import annotations

from collections.abc import Mapping

from drf_signet.conf import NAME, get_settings, remembered
from drf_signet.errors import ProviderUnknownError
from drf_signet.identities.providers.outages import misconfigured
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.provider_problems import ProviderProblem, preset_of, problems_of
from drf_signet.identities.providers.provider_settings import read_entry
from drf_signet.key_set_cache import keeper_at

__all__ = ["provider_names"]


def provider_names() -> Mapping[str, str]:
    """
    What each provider is called on its button, by its id, in the order of PROVIDERS.

    An entry that can't be used is left out: ``manage.py check`` says why.
    """
    return {name: one.name for name, one in get_providers().items() if isinstance(one, Provider)}


def get_provider(provider_id: str) -> Provider:
    """The provider of that id. Raises `ProviderUnknownError`, and `ProviderMisconfiguredError` with the log."""
    found = get_providers().get(provider_id)
    if found is None:
        raise ProviderUnknownError
    if isinstance(found, ProviderProblem):
        place = f"{NAME}['PROVIDERS'][{provider_id!r}]"
        raise misconfigured(place, f"{found.message}.{f' {found.hint}' if found.hint else ''}")
    return found


@remembered
def get_providers() -> Mapping[str, Provider | ProviderProblem]:
    """The providers by their ids, or the first thing that is wrong with their entries."""
    settings = get_settings()
    keeper = keeper_at(settings.KEY_SET_CACHE)
    found: dict[str, Provider | ProviderProblem] = {}
    for name, entry in settings.PROVIDERS.items():
        problem = next(problems_of(name, entry), None)
        if problem is None:
            read = read_entry(entry)
            found[name] = Provider(name, read, preset_of(name, read), keeper)
        else:
            found[name] = problem
    return found
