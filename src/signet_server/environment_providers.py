"""The providers with which people may sign in, as variables such as PROVIDERS_GOOGLE_CLIENT_ID have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from drf_signet.identities.providers.presets import PRESETS

PREFIX: Final = "PROVIDERS_"
TEXTS: Final = ("ISSUER", "NAME", "CLIENT_ID", "PRESET", "TENANT", "TEAM_ID", "KEY_ID")
LISTS: Final = ("CLIENT_IDS", "SCOPES", "ALGORITHMS")
SECRETS: Final = ("CLIENT_SECRET", "PRIVATE_KEY")
VERIFIES: Final = "VERIFIES"
ALLOW_HTTP: Final = "ALLOW_HTTP"
ENDINGS: Final = (*TEXTS, *LISTS, *SECRETS, VERIFIES, ALLOW_HTTP)
"""What the names may end with: the keys of an entry of the setting PROVIDERS, in capitals."""

ID: Final = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)*", re.ASCII)
LONGEST_NAME: Final = 60
"""Characters: it has to fit on a button."""


def read_providers(variables: Mapping[str, str], problems: list[str]) -> Mapping[str, Mapping[str, object]]:
    """The setting PROVIDERS, by ids such as ``google``. Adds to *problems*, and repeats no value there."""
    found: dict[str, dict[str, object]] = {}
    for name in sorted(variables):
        if not name.startswith(PREFIX) or not variables[name] or name.endswith("_FILE"):
            continue
        provider, ending = _parts_of(name)
        if ending is None:
            problems.append(_about_name(name))
            continue
        found.setdefault(provider, {})[ending.lower()] = _value_of(name, ending, variables[name].strip(), problems)
    for provider, entry in found.items():
        _complain(provider, entry, problems)
    return found


def secret_names(variables: Mapping[str, str]) -> list[str]:
    """The variables of providers whose values may be in files."""
    names = (name.removesuffix("_FILE") for name in variables if name.startswith(PREFIX))
    return sorted({name for name in names if _parts_of(name)[1] in SECRETS})


def _parts_of(name: str) -> tuple[str, str | None]:
    """The id of the provider in *name*, and what the name says of it: None where that is nothing."""
    rest = name.removeprefix(PREFIX)
    for ending in ENDINGS:
        provider = rest.removesuffix(f"_{ending}")
        if provider != rest and ID.fullmatch(provider):
            return provider.lower().replace("_", "-"), ending
    return "", None


def _about_name(name: str) -> str:
    endings = [f"_{ending}" for ending in ENDINGS]
    asked = name.removeprefix(PREFIX)
    # Of ACME_CLIENT_SECRT, the last two words, or the last.
    ends = [f"_{asked.split('_', at)[-1]}" for at in range(asked.count("_"), 0, -1)]
    near = next((match for end in ends for match in get_close_matches(end, endings, 1, 0.8)), None)
    hint = f"Did you mean {near}?" if near else f"Names end with one of {', '.join(endings)}."
    return f"{name} is not a variable of a provider. {hint}"


def _value_of(name: str, ending: str, value: str, problems: list[str]) -> object:
    if ending in LISTS:
        return _list(value)
    if ending == VERIFIES:
        return "*" if value == "*" else _list(value)
    if ending == ALLOW_HTTP:
        if value not in ("0", "1"):
            problems.append(f"{name} should be 0 or 1, not {value!r}.")
        return value == "1"
    if ending == "ISSUER" and not _is_address(value):
        problems.append(f"{name} should be the address of the issuer, such as https://id.example.com.")
    if ending == "NAME" and not (value.isprintable() and len(value) <= LONGEST_NAME):
        problems.append(f"{name} should be a name of at most {LONGEST_NAME} characters, such as Example.")
    return value


def _list(value: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[\s,]+", value) if one)


def _complain(provider: str, entry: Mapping[str, object], problems: list[str]) -> None:
    prefix = f"{PREFIX}{provider.upper().replace('-', '_')}"
    preset = entry.get("preset", provider)
    if "preset" in entry and preset not in PRESETS:
        problems.append(f"{prefix}_PRESET should be one of {', '.join(PRESETS)}.")
    elif preset not in PRESETS and "issuer" not in entry:
        problems.append(
            f"{prefix}_ISSUER is not set. Without it, Signet knows {', '.join(PRESETS)}, but no {provider}."
        )
    if not entry.get("client_id"):
        problems.append(
            f"{prefix}_CLIENT_ID is not set. The provider gives you one when you register this service there."
        )
    if str(entry.get("issuer", "")).startswith("http:") and entry.get("allow_http") is not True:
        problems.append(f"{prefix}_ISSUER should begin with https://. For development, set {prefix}_ALLOW_HTTP=1.")


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        is_whole = bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        return False
    return is_whole and parts.scheme in ("http", "https") and value.isascii() and value.isprintable()
