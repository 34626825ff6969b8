"""Where the project has mounted an endpoint, by the name of its address: below any prefix, in any namespace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings as django_settings
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_urlconf, reverse
from django.utils.translation import override


def path_of(name: str) -> str | None:
    """The path of the address called *name*, on this host; None where there is none."""
    if not getattr(django_settings, "ROOT_URLCONF", None):
        return None
    # In one language: below i18n_patterns, the path depends on it.
    with override(django_settings.LANGUAGE_CODE):
        for namespace in ("", *_namespaces(get_resolver(get_urlconf()))):
            with suppress(NoReverseMatch):
                return reverse(f"{namespace}{name}")
    return None


def _namespaces(resolver: URLResolver) -> Iterator[str]:
    for name, (_, below) in resolver.namespace_dict.items():
        yield f"{name}:"
        yield from (f"{name}:{one}" for one in _namespaces(below))
