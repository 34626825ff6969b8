"""The page of commands: what each one's parser takes, and what it printed just now."""

# ruff: noqa: SLF001  # argparse has no other way to ask a parser what it takes
from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management import load_command_class
from django.core.management.base import BaseCommand, CommandParser

from drf_signet_compat.migrate import command as migrate
from signet_server import cli
from tools.reference.command_runs import migrate_runs, run_managed, signet_runs
from tools.reference.command_words import HEAD, MANAGED, OF_MIGRATE, OF_MODULE, OF_SIGNET, VERBS, Words
from tools.reference.page import MissingError, one_line, table, wrapped
from tools.reference.service import forget
from tools.reference.sources import COMPAT, SERVICE, SOURCE

DJANGOS_OWN: Final = {"help", "version"} | {one.dest for one in BaseCommand().create_parser("", "")._actions}
"""Arguments of every command."""

TITLES: Final = {
    "drf_signet": "`drf_signet`",
    "drf_signet.sessions": "`drf_signet.sessions`",
    "drf_signet.accounts": "`drf_signet.accounts`",
    "drf_signet.identities": "`drf_signet.identities`",
    "signet_server.users": "The service",
    "drf_signet_compat.simplejwt.token_blacklist": "`drf_signet_compat.simplejwt.token_blacklist`",
    "drf_signet_compat.simplejwt.adoption": "`drf_signet_compat.simplejwt.adoption`",
    "drf_signet_compat.drf_jwt.v1_19": "`drf_signet_compat.drf_jwt.v1_19`",
    "drf_signet_compat.drf_jwt.v1_19.blacklist": "`drf_signet_compat.drf_jwt.v1_19.blacklist`",
}
"""How the page calls the apps, in its order."""


def found_commands() -> list[tuple[str, str]]:
    """Every command of the packages: its app, and its name."""
    files = [file for package in (SOURCE, SERVICE, COMPAT) for file in package.rglob("management/commands/*.py")]
    found = [(_module(file.parents[2]), file.stem) for file in files if file.stem != "__init__"]
    return sorted(found, key=lambda one: (list(TITLES).index(one[0]) if one[0] in TITLES else len(TITLES), one[1]))


def _module(folder: Path) -> str:
    top = next(one for one in (SOURCE, SERVICE, COMPAT) if folder.is_relative_to(one))
    return ".".join(folder.relative_to(top.parent).parts)


def commands_page(note: str) -> str:
    """The page. Raises `MissingError` for a command without words."""
    forget()
    return "\n".join((HEAD.format(note=note), *_overview(), "", *_managed(), *_signet(), *_migrate(), OF_MODULE))


def _overview() -> Iterator[str]:
    rows = [
        (f"[`manage.py {name}`](#{_anchor(app, name)})", TITLES[app], one_line(load_command_class(app, name).help))
        for app, name in found_commands()
        if MANAGED.get(f"{app}.{name}", Words("")).examples
    ]
    verbs = [(f"[`signet {verb.dest}`](#signet-{verb.dest})", "The service", _sentence(verb.help)) for verb in _verbs()]
    moving = (
        "[`signet-migrate`](#signet-migrate)",
        "`drf_signet_compat`",
        "Change a project from Simple JWT to Signet",
    )
    yield from table(("Command", "App or package", "What it does"), [*rows, *verbs, moving])


def _anchor(app: str, name: str) -> str:
    return f"managepy-{name}" + (f"-of-{app.split('.')[1]}" if MANAGED[f"{app}.{name}"].examples == () else "")


def _managed() -> Iterator[str]:
    for app, name in found_commands():
        words = MANAGED.get(f"{app}.{name}")
        if words is None or app not in TITLES:
            raise MissingError(f"Say what the exit status of {app}.{name} is, in tools/reference/command_words.py.")
        of = f" of {app.split('.')[1]}" if words.examples == () else ""
        yield from (f"## manage.py {name}{of}", "", f"App: `{app}`. {words.status if of else ''}".strip(), "")
        if of:
            continue
        command = load_command_class(app, name)
        yield from (*wrapped(f"{one_line(command.help)}."), "")
        if type(command).__base__ is not BaseCommand:
            yield from ("Its arguments are those of Django's own.", "")
        else:
            yield from _arguments(command.create_parser("manage.py", name), f"manage.py {name}")
        yield from (*wrapped(f"Exit status: {words.status}"), "")
        for example in words.examples:
            yield from _block(run_managed(example))


def _signet() -> Iterator[str]:
    yield OF_SIGNET
    runs = signet_runs()
    for verb in _verbs():
        name = verb.dest
        if name not in VERBS:
            raise MissingError(f"Say what the exit status of 'signet {name}' is, in tools/reference/command_words.py.")
        yield from (f"### signet {name}", "", f"{_sentence(verb.help)}.", "")
        choices: Any = _subparsers(cli._parser())
        if choices.choices[name].add_help:
            yield from _arguments(choices.choices[name], f"signet {name}")
        yield from (f"Exit status: {VERBS[name]}" if "[" not in VERBS[name] else VERBS[name], "")
        for run in runs.get(name, ()):
            yield from _block(run)


def _migrate() -> Iterator[str]:
    parser = migrate._parser("signet-migrate")
    yield from (OF_MIGRATE, *wrapped(one_line(parser.description) + "."), "")
    yield from _arguments(parser, "signet-migrate")
    status = one_line(parser.epilog).removeprefix("exit status: ")
    yield from (*wrapped(f"Exit status: {status}."), "")
    for run in migrate_runs():
        yield from _block(run)


def _verbs() -> list[Any]:
    return list(_subparsers(cli._parser())._choices_actions)


def _subparsers(parser: argparse.ArgumentParser) -> Any:
    return next((one for one in parser._actions if isinstance(one, argparse._SubParsersAction)), None)


def _arguments(parser: argparse.ArgumentParser | CommandParser, name: str) -> Iterator[str]:
    below = _subparsers(parser)
    if below is None:
        yield from _own_arguments(parser, name)
        return
    told = {one.dest: one.help for one in below._choices_actions}
    for verb, its_parser in below.choices.items():
        yield from (f"**{name} {verb}**: {told[verb]}.", "")
        yield from _own_arguments(its_parser, f"{name} {verb}")


def _own_arguments(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    own = [one for one in parser._actions if one.dest not in DJANGOS_OWN]
    if not own:
        yield from ("No arguments of its own.", "")
        return
    missing = [one.dest for one in own if not one.help]
    if missing:
        raise MissingError(f"Give the argument {', '.join(missing)} of '{name}' a help text in its parser.")
    yield from table(("Argument", "Default", "Meaning"), [(_spelled(one), _default(one), str(one.help)) for one in own])
    yield ""


def _spelled(one: argparse.Action) -> str:
    name = ", ".join(one.option_strings) or str(one.metavar or one.dest.upper())
    takes = one.option_strings and one.nargs != 0
    many = " …" if one.nargs in ("*", "+") else ""
    return f"`{name}{f' {one.metavar or one.dest.upper()}' if takes else ''}{many}`"


def _default(one: argparse.Action) -> str:
    if one.default in (None, False, []) or "default: one for each" in str(one.help):
        return ""
    return f"`{one.default}`"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _block(lines: str) -> Iterator[str]:
    yield from ("```console", *lines.splitlines(), "```", "")
