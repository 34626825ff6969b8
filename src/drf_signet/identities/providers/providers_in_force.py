"""The providers in force (PROVIDERS)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["provider_names"]


def provider_names() -> Mapping[str, str]:
    """
    What each provider is called on its button, by its id, in the order of PROVIDERS.

    An entry that can't be used is left out: ``manage.py check`` says why.
    """
    return {}
