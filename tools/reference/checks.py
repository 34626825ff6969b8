"""The page of system checks: every id of the modules of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Final

from tests.checks.check_cases import CORE_ERRORS
from tools.reference.check_advice import MEND
from tools.reference.check_texts import Told, told_in
from tools.reference.page import WIDTH, MissingError, table, wrapped
from tools.reference.sources import SIMPLE_JWT, SOURCE

OWN_CHECKS: Final = (
    "checks.py",
    "key_checks.py",
    "ring_checks.py",
    "profile_checks.py",
    "scope_checks.py",
    "key_table_checks.py",
    "issuer_checks.py",
    "service_checks.py",
    "deploy_checks.py",
    "user_checks.py",
    "project_checks.py",
    "language_checks.py",
    "proxy_checks.py",
    "tenant_checks.py",
    "table_checks.py",
    "database_checks.py",
    "user_model_checks.py",
    "effect_checks.py",
    "publication_checks.py",
    "sessions/checks.py",
    "sessions/tier_checks.py",
    "sessions/cookie_checks.py",
    "keyring/checks.py",
    "accounts/page_checks.py",
    "accounts/checks.py",
    "accounts/user_checks.py",
    "accounts/dispatcher_checks.py",
    "mailed_codes/checks.py",
    "identities/providers/provider_checks.py",
    "identities/checks.py",
)
SIMPLE_JWT_CHECKS: Final = ("checks.py", "neighbour_checks.py", "token_blacklist/checks.py", "adoption/checks.py")


HEAD: Final = """# System checks
{note}

`manage.py check` runs the errors (E), and the warnings (W) that are not about safety: W023, W025, W026, W030, W032,
W035 to W037, W039, W040, W047 to W049, W063 to W070, W072, W073, W075, W077, W078, W081 to W085, W088 and W090 to
W092. `manage.py check --deploy` runs all, but for E061, W062 and W076: these need `--database default`, and `migrate`
runs them. The checks reach a project with any of our apps in `INSTALLED_APPS`, `"drf_signet"` or another, and one with
none by the addresses of `drf_signet.urls` and `drf_signet.sessions.urls`. To silence one, name it in
`SILENCED_SYSTEM_CHECKS`.

Each id leads to a section: what is wrong, what the check says (`…` stands for what your project has there), and how to
mend it.
"""

OF_SIMPLE_JWT: Final = """## Coming from Simple JWT

With `drf_signet_compat.simplejwt`, whatever is in `INSTALLED_APPS`. `manage.py check` runs the warnings as well, but
for W003. E007 needs `--database default`; `migrate` asks it, too. Those from 101 on are about adoption.
"""

CASES: Final[Mapping[str, str]] = {
    f"signet.{number}": next(iter(cases.values())).message for number, cases in CORE_ERRORS.items()
}
"""What those say whose message is made elsewhere."""


def checks_page(note: str) -> str:
    """Every id, with what is wrong, what the check says, and how to mend it. Raises `MissingError`."""
    own, of_simple_jwt = told_in(SOURCE, OWN_CHECKS), told_in(SIMPLE_JWT, SIMPLE_JWT_CHECKS)
    return "\n".join(
        (
            HEAD.format(note=note),
            *_table("signet", own),
            "",
            "## Each check",
            "",
            *_sections("signet", own),
            OF_SIMPLE_JWT,
            *_table("signet.simplejwt", of_simple_jwt),
            "",
            *_sections("signet.simplejwt", of_simple_jwt),
        )
    )


def _table(prefix: str, found: Sequence[Told]) -> Iterator[str]:
    rows = [(f"[`{prefix}.{one.number}`](#{anchor(prefix, one.number)})", one.wrong) for one in found]
    yield from table(("Id", "What is wrong"), rows)


def anchor(prefix: str, number: str) -> str:
    """The anchor of the section of a check."""
    return f"{prefix}.{number}".lower().replace(".", "")


def _sections(prefix: str, found: Sequence[Told]) -> Iterator[str]:
    numbers = list(dict.fromkeys(one.number for one in found))
    for number in numbers:
        yield from (f"### {prefix}.{number}", "")
        for one in (each for each in found if each.number == number):
            yield from _section(f"{prefix}.{number}", one)


def _section(name: str, one: Told) -> Iterator[str]:
    yield from (*wrapped(f"{one.wrong}."), "")
    messages = one.messages or ([CASES[name]] if name in CASES else [])
    if messages:
        yield from ("It says:", "", *(line for text in messages for line in _quoted(text)), "")
    mend = MEND.get(name) or " ".join(_sentence(text) for text in one.hints if not _is_code(text))
    if not mend and not one.hints:
        raise MissingError(f"Give {name} a hint, or say how to mend it in tools/reference/check_advice.py.")
    if mend:
        yield from (*wrapped(f"**How to mend it:** {mend}"), "")
    for text in one.hints:
        if _is_code(text):
            yield from ("**How to mend it:**", "", "```text", *text.splitlines(), "```", "")
    if one.settings:
        links = ", ".join(f"[`{each}`](settings.md#{each.lower()})" for each in sorted(one.settings))
        yield from (*wrapped(f"Settings: {links}."), "")


def _quoted(text: str) -> Iterator[str]:
    yield from ("```text", *wrap(text, WIDTH), "```")


def _is_code(text: str) -> bool:
    return "\n" in text


def _sentence(text: str) -> str:
    """*text*, in which what Markdown would take for its own stays as it is."""
    escaped = re.sub(r"([*<])", r"\\\1", text)
    return escaped if escaped.endswith((".", "…", "?")) else f"{escaped}."
