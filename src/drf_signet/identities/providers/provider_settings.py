"""One entry of PROVIDERS: every key that it may have, with its type and its default."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, get_type_hints

from drf_signet.issuer_settings import Algorithm
from drf_signet.setting_types import fits, in_words, meant_by
from signet_tokens.trusted_issuer import USUAL_ALGORITHMS

PresetName = Literal["google", "microsoft", "apple", "gitlab", "github"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What one entry of PROVIDERS says of its provider."""

    preset: PresetName | None = None
    """The provider that it is. None: the one that the entry is called by, or none of them."""

    issuer: str | None = None
    """The issuer, as its ID tokens have it. With a preset: another installation of the same product, such as your own
    GitLab; for "github", the address of a GitHub Enterprise Server; for "microsoft", the host of another cloud."""

    name: str | None = None
    """What the button says. None: the name of the preset, or the id."""

    client_id: str = ""
    """What the provider calls this service."""

    client_secret: str | None = field(default=None, repr=False)
    """What proves to the provider that a code is exchanged by this service. Not for "apple"."""

    client_ids: tuple[str, ...] = ()
    """What the provider calls your apps: the ID tokens that they get are accepted, too, and codes with their
    ``client_id``, which need no secret."""

    scopes: tuple[str, ...] | None = None
    """What is asked for. None: who it is, the name and the address."""

    algorithms: tuple[Algorithm, ...] = USUAL_ALGORITHMS
    """How its ID tokens may be signed."""

    verifies: str | tuple[str, ...] | None = None
    """The domains for whose addresses it may speak: "acme.com", or "*" for all. A user who comes with such an address,
    verified there, joins the account that has it. None: that of the preset, or none."""

    tenant: str = "common"
    """Of "microsoft": whose users may sign in. "common", "organizations", "consumers", or the id of one tenant."""

    team_id: str | None = None
    """Of "apple": the id of your team."""

    key_id: str | None = None
    """Of "apple": the id of the key."""

    private_key: str | None = field(default=None, repr=False)
    """Of "apple": the content of the file ``AuthKey_….p8``. It makes the client secret."""

    allow_http: bool = False
    """For development: the provider may be at plain http, and in the network of this machine."""


SECRETS: Final = frozenset(one.name for one in fields(ProviderSettings) if not one.repr)
"""The keys whose value is never shown."""


def misfits(entry: Mapping[str, object]) -> Iterator[tuple[str, str | None]]:
    """What is wrong with the names and types in *entry*, and a hint."""
    types = get_type_hints(ProviderSettings)
    for key, value in entry.items():
        if key not in types:
            yield f"has {key!r}, which is not a key of an entry", _hint(key, types)
        elif not fits(value, types[key]):
            shown = type(value).__name__ if key in SECRETS else repr(value)
            yield f"has {key!r}, which should be {in_words(types[key])}, not {shown}", meant_by(value, types[key])


def read_entry(entry: Mapping[str, object]) -> ProviderSettings:
    """*entry*, in which nothing is amiss."""
    return ProviderSettings(**{key: _read(value) for key, value in entry.items()})


def _read(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _hint(key: object, known: Mapping[str, object]) -> str | None:
    close = difflib.get_close_matches(str(key).strip().lower(), known, n=1)
    return f"Did you mean {close[0]!r}?" if close else None
