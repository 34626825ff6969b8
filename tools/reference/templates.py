"""The page of templates: each file, what its variables are called, and of which types the code passes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.test import override_settings

from tools.reference.page import MissingError, table, wrapped
from tools.reference.sources import ROOT
from tools.reference.template_acts import contexts
from tools.reference.template_words import HEAD, MAILS, PAGES_OF_SERVICE, SHARED, VARIABLES

FOLDERS: Final = ("src/drf_signet/accounts/templates", "src/signet_server/templates")
TAG: Final = re.compile(r"\{\{(.*?)\}\}|\{% *(?:if|elif|for|url|blocktranslate)\b(.*?)%\}", re.DOTALL)
LOCAL: Final = re.compile(r"\b(\w+)=|\bas (\w+)|\bfor ([\w, ]+) in")
STRING: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
NAME: Final = re.compile(r"(?<![\w.|:])([a-z]\w*(?:\.\w+)*)\b(?!=)")
WORDS: Final = {"and", "as", "asvar", "context", "count", "if", "in", "is", "not", "or", "trimmed", "with"}


def all_templates() -> dict[str, Path]:
    """The files of the packages, by the names that Django knows."""
    files = [(folder, file) for folder in FOLDERS for file in (ROOT / folder).rglob("*.*")]
    return {str(file.relative_to(ROOT / folder)): file for folder, file in files if file.is_file()}


def templates_page(note: str) -> str:
    """The page. Raises `MissingError` for a template that isn't described or rendered, or a variable without words."""
    found, files = contexts(), all_templates()
    for name in files:
        if kind_of(name) is None:
            raise MissingError(f"Say what the template {name} is for, in tools/reference/template_words.py.")
        if name not in found:
            raise MissingError(f"Let the template {name} be rendered in tools/reference/template_acts.py.")
    # Some attributes are asked for only now.
    with override_settings(IS_DEMO=True):
        used = {name: _used(name, file.read_text(), found[name]) for name, file in files.items()}
    parts = [HEAD.format(note=note), "## Mails", "", "Of the app `drf_signet.accounts`.", ""]
    for kind, text in MAILS.items():
        names = [f"signet_accounts/{kind}{ending}" for ending in ("_subject.txt", ".txt", ".html")]
        parts += _section(kind, text, names, used)
    parts += ["## What mails share", ""]
    for name, text in SHARED.items():
        parts += _section(name, text, [name], used)
    parts += ["## Pages of the service", "", "Of the service alone: no setting overrides them.", ""]
    for name, text in PAGES_OF_SERVICE.items():
        parts += _section(name, text, [name], used)
    return "\n".join(parts)


def kind_of(name: str) -> str | None:
    """The key of the words about the template *name*, if there are any."""
    if name in SHARED or name in PAGES_OF_SERVICE:
        return name
    kind = re.sub(r"_subject\.txt$|\.txt$|\.html$", "", name.partition("/")[2])
    return kind if kind in MAILS else None


def _section(title: str, text: str, names: Sequence[str], used: dict[str, dict[str, str]]) -> Iterator[str]:
    yield from (f"### {title}", "", text, "")
    if len(names) > 1:
        yield from (*wrapped(f"Files: {', '.join(f'`{one}`' for one in names)}."), "")
    variables: dict[str, str] = {}
    for one in names:
        variables |= used[one]
    if variables:
        rows = [(f"`{name}`", kind, _meaning(name, title)) for name, kind in sorted(variables.items())]
        yield from (*table(("Variable", "Type", "Meaning"), rows), "")


def _meaning(name: str, template: str) -> str:
    if name not in VARIABLES:
        raise MissingError(f"Say what {name} in {template} means, in tools/reference/template_words.py.")
    return VARIABLES[name]


def _used(template: str, source: str, found: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The variables that *source* uses, with the types that they had."""
    found_names = [name for names in LOCAL.findall(" ".join(re.findall(r"\{%.*?%\}", source))) for name in names]
    local = {one for name in found_names for one in re.findall(r"\w+", name)} | {"block", "forloop"}
    tags = " ".join(STRING.sub("", " ".join(groups)) for groups in TAG.findall(source))
    names = {name for name in NAME.findall(tags) if name.partition(".")[0] not in WORDS | local}
    return {name: _types(template, name, found) for name in names}


def _types(template: str, name: str, found: Sequence[dict[str, Any]]) -> str:
    values = [_value(one, name) for one in found]
    there = [value for value in values if value is not UNSET]
    if not there:
        raise MissingError(f"The template {template} uses {name!r}, which the code doesn't pass to it.")
    kinds = sorted({type(value).__name__ for value in there}, key=lambda kind: kind == "NoneType")
    said = " or ".join(
        "None" if kind == "NoneType" else f"`{'str' if kind in TEXTS else kind}`" for kind in dict.fromkeys(kinds)
    )
    is_optional = len(there) < len(values) and "." not in name
    return f"{said}, optional" if is_optional else said


TEXTS: Final = ("SafeString", "__proxy__")
"""Types of texts: those that are safe in HTML, and those that are translated when they are shown."""

UNSET: Final = object()


def _value(context: dict[str, Any], name: str) -> Any:
    value: Any = context
    for part in name.split("."):
        value = value.get(part, UNSET) if isinstance(value, dict) else getattr(value, part, UNSET)
        if value is UNSET:
            return UNSET
    return value
