"""The page of signals: what each module of signals defines, and what receivers got just now."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import connection
from django.dispatch import Signal

from drf_signet.errors import CredentialsError
from tools.promised_names import docstring_below
from tools.reference.http_exchanges import ADA, NEW_PASSWORD, signet
from tools.reference.http_recorder import Recorder, last_link
from tools.reference.page import MissingError, one_line, table, wrapped
from tools.reference.service import PASSWORD, forget, person
from tools.reference.signal_words import ARGUMENTS, EXAMPLES, HEAD, IMPORTS, IN_TRANSACTION, MAY_REFUSE, OF_DJANGO
from tools.reference.sources import SOURCE

AT_ONCE: Final = "drf_signet.accounts.outbox.at_once"


@dataclass(frozen=True, slots=True)
class Defined:
    """A signal, where it is, and its docstring."""

    name: str
    module: str
    text: str

    @property
    def signal(self) -> Signal:
        """The signal itself."""
        found: Signal = getattr(import_module(self.module), self.name)
        return found


@dataclass(frozen=True, slots=True)
class Heard:
    """What a receiver got."""

    sender: Any
    arguments: dict[str, Any]


def defined_signals() -> list[Defined]:
    """All of the library, tier by tier."""
    files = sorted(SOURCE.rglob("signals.py"), key=lambda file: (len(file.parts), "accounts" in file.parts))
    return [one for file in files for one in _defined_in(ast.parse(file.read_text()), _module_of(file.parts))]


def _module_of(parts: tuple[str, ...]) -> str:
    return ".".join(parts[parts.index("drf_signet") : -1]) + ".signals"


def _defined_in(tree: ast.Module, module: str) -> Iterator[Defined]:
    for one in tree.body:
        match one:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(func=ast.Name(id="Signal"))):
                yield Defined(name, module, one_line(docstring_below(tree, one)))


def signals_page(note: str) -> str:
    """The page. Raises `MissingError` for a signal that wasn't heard, or of which too little is known."""
    found = defined_signals()
    heard = hear(found)
    for one in found:
        _complain(one, heard.get(one.name))
    rows = [(f"[`{one.name}`](#{one.name})", f"`{one.module}`", f"{one.text.split('. ')[0]}.") for one in found]
    sections = [line for one in found for line in _section(one, heard[one.name])]
    overview = table(("Signal", "Module", "When"), rows)
    return "\n".join((HEAD.format(note=note), *overview, "", *sections, OF_DJANGO))


def _complain(one: Defined, heard: Heard | None) -> None:
    if heard is None:
        raise MissingError(f"Let {one.name} be sent by an act in tools/reference/signals.py.")
    if one.name not in EXAMPLES:
        raise MissingError(f"Give {one.name} an example in tools/reference/signal_words.py.")
    if not one.text:
        raise MissingError(f"Give {one.name} a docstring in {one.module}.")
    if unknown := heard.arguments.keys() - ARGUMENTS.keys():
        raise MissingError(f"Say in tools/reference/signal_words.py what {', '.join(unknown)} is that {one.name} has.")
    try:
        _run_example(one, heard)
    except Exception as error:
        raise MissingError(f"The example of {one.name} in tools/reference/signal_words.py fails: {error!r}.") from error


def _section(one: Defined, heard: Heard) -> Iterator[str]:
    yield from (f"## {one.name}", "", *wrapped(f"{one.text}."), "")
    yield from table(
        ("Argument", "Type", "Meaning"),
        [
            ("`sender`", "class", "`AUTH_USER_MODEL`" if heard.sender is get_user_model() else "`Session`"),
            *[(f"`{name}`", f"`{type(value).__name__}`", ARGUMENTS[name]) for name, value in heard.arguments.items()],
        ],
    )
    yield from ("", *wrapped(_raising(one)), "", "```python", *_example(one).splitlines(), "```", "")


def _raising(one: Defined) -> str:
    if one.name in MAY_REFUSE:
        return (
            "A receiver may raise a `CredentialsError`: the sign-in is refused with its text and code. Any other error"
            " ends the request with a 500."
        )
    if one.name in IN_TRANSACTION:
        return "An error in a receiver undoes the change, and ends the request with a 500."
    return "An error in a receiver is logged, and changes nothing: the answer is the same."


def _example(one: Defined) -> str:
    body = EXAMPLES[one.name]
    lines = [line for name, line in IMPORTS.items() if re.search(rf"\b{name}\b", body)]
    plain = sorted(line for line in lines if line.startswith("import"))
    named = sorted([*(line for line in lines if line not in plain), f"from {one.module} import {one.name}"])
    return "\n".join([*plain, *([""] if plain else []), *named, "", "", body])


def _run_example(one: Defined, heard: Heard) -> None:
    names: dict[str, Any] = {"__name__": "example"}
    exec(_example(one), names)  # noqa: S102  # the block is what the page shows
    receiver: Any = names[re.findall(r"def (\w+)", EXAMPLES[one.name])[-1]]
    one.signal.disconnect(receiver)
    try:
        receiver(sender=heard.sender, signal=one.signal, **heard.arguments)
    except CredentialsError:
        assert one.name in MAY_REFUSE


def hear(found: list[Defined]) -> dict[str, Heard]:
    """Do what they tell of, with a receiver for each. Each whose error changes nothing raises one."""
    heard: dict[str, Heard] = {}
    forget()
    person()
    with ExitStack() as receivers:
        for one in found:
            _listen(one, heard, receivers)
        with signet(MAIL_DISPATCHER=AT_ONCE, REFRESH_GRACE_PERIOD=timedelta(), REFRESH_RETRY_PERIOD=timedelta()):
            _act()
    return heard


def _listen(one: Defined, heard: dict[str, Heard], receivers: ExitStack) -> None:
    def receive(sender: Any, signal: Signal, **arguments: Any) -> None:
        is_inside = one.name in IN_TRANSACTION
        assert connection.in_atomic_block == is_inside, f"{one.name} is sent in a transaction, or the page says so"
        heard.setdefault(one.name, Heard(sender, arguments))
        if one.name not in MAY_REFUSE and not is_inside:
            raise RuntimeError("the receiver of an example")

    one.signal.connect(receive)
    receivers.callback(one.signal.disconnect, receive)


def _act() -> None:
    service = Recorder()
    tokens = service.ask("POST token/", ADA).json()
    assert service.ask("POST token/", {**ADA, "password": "wrong"}).status_code == 401
    again = {"refresh": tokens["refresh"]}
    assert service.ask("POST token/refresh/", again).status_code == 200
    assert service.ask("POST token/refresh/", again).status_code == 401
    new = {"username": "grace", "email": "grace@example.com", "password": PASSWORD}
    assert service.ask("POST users/", new).status_code == 201
    assert service.ask("POST users/activation/", {"token": last_link()}).status_code == 204
    get_user_model()._default_manager.create_user("edith", "edith@example.com", PASSWORD)
    assert service.ask("POST users/reset_password/", {"email": "edith@example.com"}).status_code == 204
    reset = {"token": last_link(), "new_password": NEW_PASSWORD}
    assert service.ask("POST users/reset_password_confirm/", reset).status_code == 204
