"""The page of settings: every field of `settings.Settings` by tier, and the dict that comes with Simple JWT's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, get_args

from drf_signet.conf import read
from drf_signet.settings import Algorithm, Settings
from drf_signet.simple_jwt_dict import LEFTOVERS, PATHS, REMOVED
from drf_signet_compat.simplejwt.settings import DEFAULTS
from drf_signet_compat.simplejwt.translation import HANDED_ON, RULE, own_paths
from tools.reference.check_texts import setting_fields, told_in
from tools.reference.checks import OWN_CHECKS, anchor
from tools.reference.page import MissingError, one_line, table, wrapped
from tools.reference.setting_examples import EXAMPLES, FIRST, NEEDED, SINCE
from tools.reference.setting_words import HEAD, OF_ADOPTION, OF_DROP_IN, TIERS
from tools.reference.sources import SOURCE

OF_TIER: Final = re.compile(r"\. \((Sessions|Browsers|Accounts)(?:, ([^)]*))?\)$")


@dataclass(frozen=True, slots=True)
class Setting:
    """One of them, as the page tells of it."""

    name: str
    kind: str
    default: str
    text: str
    tier: str


def settings_page(note: str) -> str:
    """The page. Raises `MissingError` for a setting without an example, or with one that isn't accepted."""
    found = list(_settings())
    check_examples(found)
    checks = _checks_by_setting()
    parts = [HEAD.format(note=note)]
    for tier in TIERS:
        parts += [*_overview(tier, [one for one in found if one.tier == tier]), ""]
    for tier, text in TIERS.items():
        parts += [f"## {tier}", "", *wrapped(text), ""]
        for one in (each for each in found if each.tier == tier):
            parts += _section(one, checks.get(one.name, []))
    return "\n".join((*parts, OF_DROP_IN, *_simple_jwt(), "", OF_ADOPTION))


def _settings() -> Iterator[Setting]:
    for field, text in setting_fields():
        shown = one_line(text).replace(".)", ")")
        tier = OF_TIER.search(shown)
        default = "{}" if "default_factory" in field.default else field.default
        if field.default.startswith("field(default=None"):
            default = "None"
        yield Setting(
            field.name,
            _kind(field.kind),
            default.replace("'", '"'),
            OF_TIER.sub("", shown) + ".",
            tier[1] if tier else next(iter(TIERS)),
        )


def _kind(annotation: str) -> str:
    if annotation == "Algorithm":
        return " or ".join(f'"{one}"' for one in get_args(Algorithm))
    choices = re.sub(r"Literal\[(.*)\]", lambda found: found[1].replace(", ", " or ").replace("'", '"'), annotation)
    return choices.replace(" | ", " or ")


def _overview(tier: str, found: Sequence[Setting]) -> Iterator[str]:
    rows = [
        (f"[`{one.name}`](#{one.name.lower()})", f"`{one.default}`", f"{one.text.split('. ')[0].rstrip('.')}.")
        for one in found
    ]
    yield from table((f"{tier}", "Default", "Meaning"), rows)


def _section(one: Setting, checks: Sequence[str]) -> Iterator[str]:
    yield from (f"### {one.name}", "", *wrapped(one.text), "")
    yield from (*wrapped(f"- Type: `{one.kind}`", "  "), f"- Default: `{one.default}`")
    yield from wrapped(f"- In Simple JWT: {_in_simple_jwt(one)}", "  ")
    if checks:
        links = ", ".join(f"[{number}](checks.md#{anchor('signet', number)})" for number in checks)
        yield from wrapped(f"- Checks: {links}", "  ")
    yield f"- Since {SINCE.get(one.name, FIRST)}"
    yield from ("", "```python", *_example(one), "```", "")


def _example(one: Setting) -> list[str]:
    value = EXAMPLES[one.name]
    imports = [line for name, line in NEEDED.items() if re.search(rf"\b{name}\b", value)]
    return [*imports, *([""] if imports else []), f'SIGNET = {{"{one.name}": {value}}}']


def _in_simple_jwt(one: Setting) -> str:
    if one.name not in DEFAULTS:
        return "no such setting."
    theirs, ours = own_paths(DEFAULTS[one.name]), getattr(Settings(), one.name)
    if _same(theirs, ours):
        return "the same."
    return f"the same name; its default is `{_shown(DEFAULTS[one.name])}`."


def _same(theirs: Any, ours: Any) -> bool:
    if isinstance(theirs, tuple):
        return len(theirs) == len(ours) and all(map(_same, theirs, ours))
    ends = isinstance(theirs, str) and isinstance(ours, str) and _end(theirs) == _end(ours)
    return bool(theirs == ours or (not theirs and not ours) or ends or ours in PATHS.values())


def _end(path: str) -> str:
    return ".".join(path.split(".")[-2:])


def _shown(value: Any) -> str:
    return "SECRET_KEY" if isinstance(value, str) and len(value) > LONG else repr(value).replace("'", '"')


LONG: Final = 60


def _checks_by_setting() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in told_in(SOURCE, OWN_CHECKS):
        for name in one.settings:
            if one.number not in found.setdefault(name, []):
                found[name].append(one.number)
    return found


def _simple_jwt() -> Iterator[str]:
    rows = []
    for name in DEFAULTS:
        is_ours = name in (*HANDED_ON, RULE)
        meaning = f"As [`{name}`](#{name.lower()})." if is_ours else "As in Simple JWT."
        instead = one_line(LEFTOVERS[name].instead).replace("{value}", "it") + "." if name in LEFTOVERS else f"`{name}`"
        rows.append((f"`{name}`", meaning, instead))
    rows += [(f"`{name}`", "Refused, as in Simple JWT.", text) for name, text in REMOVED.items()]
    yield from table(("Key of `SIMPLE_JWT`", "With the drop-in", "In the dict `SIGNET`, without the drop-in"), rows)


def check_examples(found: Sequence[Setting]) -> None:
    """Raise `MissingError` for a setting without an example, or for an example that the settings refuse."""
    names = {"timedelta": timedelta, "datetime": datetime, "UTC": UTC, "os": _Os, "Path": _Path, "DEBUG": True}
    for one in found:
        if one.name not in EXAMPLES:
            raise MissingError(f"Give {one.name} an example in tools/reference/setting_examples.py.")
        value = eval(EXAMPLES[one.name], dict(names))  # noqa: S307  # the example is what the page shows
        _, problems = read({one.name: value})
        if problems:
            raise MissingError(f"The example of {one.name} is refused: {problems[0].message}")
        if value == getattr(Settings(), one.name) and one.name not in OFTEN_AS_IT_IS:
            raise MissingError(f"The example of {one.name} is its default. Show another value.")


OFTEN_AS_IT_IS: Final = frozenset(
    {"SLIDING_TOKEN_REFRESH_EXP_CLAIM", "TOKEN_TYPE_CLAIM", "JTI_CLAIM", "REVOKE_TOKEN_CLAIM", "AUTH_TOKEN_CLASSES"}
)
"""Settings that few projects have a reason to change."""


class _Os:
    """Stands in for ``os`` in an example."""

    environ: Final = {
        "SIGNING_KEY": "a secret of the reader's own, which is long enough for every hash",
        "KEY_ENCRYPTION_KEY": "a-text-of-32-bytes-in-base64-which-is-secret",
    }


class _Path(type(Path())):  # type: ignore[misc]
    """Stands in for a file with a key."""

    def read_text(self, *args: Any, **kwargs: Any) -> str:
        """A PEM document."""
        return "-----BEGIN PUBLIC KEY-----"
