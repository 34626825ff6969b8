"""The page of what may be imported: each ``__all__``, with the signatures and docstrings of what it lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from tools.promised_names import Definition, Module, docstring_below, origin, promising

FOUND_ELSEWHERE: Final = {"drf_signet.errors": "errors.md", "drf_signet.settings": "settings.md"}
"""Modules whose classes have attributes that another page lists."""

WIDTH: Final = 120
TIERS: Final = (
    *("drf_signet.", "drf_signet.sessions.", "drf_signet.sessions.browser.", "drf_signet.accounts."),
    "drf_signet_compat.",
)

HEAD: Final = """# Python
{note}

What may be imported: each module below, with the names that its `__all__` lists. They stay as they are within a major
version, and so do the methods and attributes that stand here: their names, what they take, return and raise. Whatever
else there is in the packages may change with any version.

The modules below `drf_signet_compat.simplejwt` and `drf_signet_compat.drf_jwt` that aren't listed have the names of
those whose place they take.
"""


class UndocumentedError(Exception):
    """A promised name has no docstring."""


def python_page(note: str) -> str:
    """The page, with *note* below its title. Raises `UndocumentedError` with all names that have no docstring."""
    modules = sorted(promising(), key=_tier)
    missing = [name for module in modules for name in undocumented(module)]
    if missing:
        raise UndocumentedError(f"Promised in an __all__, and without a docstring: {', '.join(missing)}.")
    listed = [part for module in modules for line in _module(module) for part in _wrapped(line)]
    return "\n".join((HEAD.format(note=note), *listed))


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip("- ")))
    return wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _tier(module: Module) -> int:
    return max(number for number, package in enumerate(TIERS) if f"{module.name}.".startswith(package))


def undocumented(module: Module) -> list[str]:
    """The names that *module* promises, and their public methods, that have no docstring."""
    found = []
    for name in module.promised or ():
        home, original = origin(module, name)
        statement = home.defined.get(original)
        if statement is None or not _text_of(home, statement):
            found.append(f"{module.name}.{name}")
        if isinstance(statement, ast.ClassDef):
            found += [f"{home.name}.{original}.{one.name}" for one in _methods(statement) if not ast.get_docstring(one)]
    return found


def _module(module: Module) -> Iterator[str]:
    yield from (f"## `{module.name}`", "", _summary(ast.get_docstring(module.tree) or ""), "")
    promised = module.promised or []
    if not promised:
        yield from ("To be imported for what it does; no name of it is promised.", "")
        return
    for name in module.defined:
        if name in promised:
            yield from _entry(module, name)
    unchanged: dict[str, list[str]] = {}
    for name in promised:
        if name in module.defined:
            continue
        home, original = origin(module, name)
        if home.name.startswith(f"{module.name}."):
            yield from _entry(home, original)
        else:
            unchanged.setdefault(home.name, []).append(f"`{name}`")
    for source, same in unchanged.items():
        yield f"- {', '.join(same)}: the same as in `{source}`."
    yield ""


def _entry(module: Module, name: str) -> Iterator[str]:
    statement = module.defined[name]
    text = _summary(_text_of(module, statement))
    yield f"- `{_signature(statement)}`{': ' if text else '.'}{text}"
    page = next((page for one, page in FOUND_ELSEWHERE.items() if f"{module.name}.".startswith(f"{one}.")), None)
    if isinstance(statement, ast.ClassDef) and page is None:
        told = {one: _text_of_member(statement, one) for one in _members(statement)}
        yield from (f"  - `{_signature(one)}`: {_summary(text)}" for one, text in told.items() if text)
        if untold := [f"`{_signature(one)}`" for one, text in told.items() if not text]:
            yield f"  - Attributes: {', '.join(untold)}."
    elif isinstance(statement, ast.ClassDef) and page == "settings.md":
        yield "  - Its attributes are the [settings](settings.md)."


def _text_of_member(owner: ast.ClassDef, member: ast.stmt) -> str:
    return (ast.get_docstring(member) or "") if isinstance(member, Definition) else docstring_below(owner, member)


def _members(owner: ast.ClassDef) -> Iterator[ast.stmt]:
    methods = _methods(owner)
    for one in owner.body:
        if isinstance(one, ast.Assign | ast.AnnAssign):
            target = one.targets[0] if isinstance(one, ast.Assign) else one.target
            if isinstance(target, ast.Name) and not target.id.startswith("_"):
                yield one
        elif one in methods:
            yield one


def _methods(owner: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        one
        for one in owner.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        and not one.name.startswith("_")
        and not any(isinstance(by, ast.Attribute) and by.attr == "setter" for by in one.decorator_list)
    ]


def _text_of(module: Module, statement: ast.stmt) -> str:
    if isinstance(statement, Definition):
        return ast.get_docstring(statement) or ""
    match statement:
        case ast.Assign(value=ast.Call(func=ast.Attribute(value=ast.Name(id=view), attr="as_view"))):
            return f"`{view}` as a function, for `urls.py`."
        case ast.Assign(targets=[ast.Name(id="urlpatterns")]):
            return "The addresses."
    return docstring_below(module.tree, statement)


def _signature(statement: ast.stmt) -> str:
    if isinstance(statement, ast.ClassDef):
        return _class_signature(statement)
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return _function_signature(statement)
    assert isinstance(statement, ast.Assign | ast.AnnAssign)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    kind = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else "Final"
    return _in_quotes(ast.unparse(target) + ("" if kind == "Final" else f": {kind}"))


def _class_signature(owner: ast.ClassDef) -> str:
    bases = ", ".join(ast.unparse(one) for one in owner.bases)
    made = next((one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
    taken = f", made by {owner.name}({_arguments(made)})" if made else ""
    return _in_quotes(f"class {owner.name}{f'({bases})' if bases else ''}{taken}")


def _function_signature(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    decorators = {ast.unparse(one) for one in function.decorator_list}
    returned = ast.unparse(function.returns) if function.returns else "None"
    if decorators & {"property", "cached_property"}:
        return _in_quotes(f"{function.name}: {returned}")
    if "contextmanager" in decorators:
        returned = returned.replace("Iterator", "AbstractContextManager")
    kind = "async " if isinstance(function, ast.AsyncFunctionDef) else ""
    return _in_quotes(f"{kind}{function.name}({_arguments(function)}) -> {returned}")


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    first = function.args.posonlyargs + function.args.args
    named = ast.unparse(function.args)
    own = first[:1] and first[0].arg in {"self", "cls"}
    return re.sub(r"^(self|cls)(, )?", "", named) if own else named


def _in_quotes(code: str) -> str:
    return code.replace("'", '"')


def _summary(text: str) -> str:
    """The first paragraph, and what is said to be raised."""
    paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", text.strip())]
    raised = [one for one in paragraphs[1:] if re.search(r"\bRaises?\b", one)]
    return re.sub(":$", ".", " ".join((*paragraphs[:1], *raised))).replace("``", "`")
