"""The page of importable names: each ``__all__``, with the signatures and docstrings of the names that it lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tools.promised_names import Definition, Module, docstring_below, origin, promising
from tools.reference.page import table, wrapped

FOUND_ELSEWHERE: Final = {"drf_signet.errors": "errors.md", "drf_signet.settings": "settings.md"}
"""Modules whose classes have attributes that another page lists."""

TIERS: Final[Mapping[str, str]] = {
    "drf_signet.": "Core",
    "drf_signet.sessions.": "Sessions",
    "drf_signet.sessions.browser.": "Browsers",
    "drf_signet.accounts.": "Accounts",
    "drf_signet_compat.": "Coming from elsewhere",
    "signet_tokens.": "Without a framework",
}
"""By how the names of their modules begin, the titles of the tiers."""

HEAD: Final = """# Python
{note}

The modules that you may import, with the names that `__all__` of each lists. These names stay the same within a major
version. The methods and attributes on this page do, too: their names, arguments, return values and errors. Everything
else in the packages may change with any version.

The first table lists the modules by tier. In each module, functions and constants come first, then each class under a
heading of its own.

The modules of `drf_signet_compat.simplejwt` and `drf_signet_compat.drf_jwt` that aren't listed have the names of the
modules that they replace.
"""


class UndocumentedError(Exception):
    """A promised name has no docstring."""


def python_page(note: str) -> str:
    """The page, with *note* below its title. Raises `UndocumentedError` with all names that have no docstring."""
    modules = sorted(promising(), key=_tier)
    missing = [name for module in modules for name in undocumented(module)]
    if missing:
        raise UndocumentedError(f"Promised in an __all__, and without a docstring: {', '.join(missing)}.")
    lines = [HEAD.format(note=note), *_overview(modules)]
    for number, title in enumerate(TIERS.values()):
        lines += ["", f"## {title}", ""]
        lines += [line for module in modules if _tier(module) == number for line in _module(module)]
    return "\n".join((*(part for line in lines for part in _wrapped(line)), ""))


def _overview(modules: Iterable[Module]) -> Iterator[str]:
    titles = list(TIERS.values())
    rows = []
    for one in modules:
        link = f"[`{one.name}`](#{one.name.replace('.', '')})"
        what = _summary(ast.get_docstring(one.tree) or "").partition(". ")[0].rstrip(".")
        rows.append((titles[_tier(one)], link, what, str(len(one.promised or []))))
    yield from table(("Tier", "Module", "What it has", "Names"), rows)


def _wrapped(line: str) -> list[str]:
    if line.startswith("|") or "\n" in line:
        return [line]
    indent = " " * (len(line) - len(line.lstrip("- ")))
    return wrapped(line, indent)


def _tier(module: Module) -> int:
    return max(number for number, package in enumerate(TIERS) if f"{module.name}.".startswith(package))


def undocumented(module: Module) -> list[str]:
    """Those of the names that *module* promises, and of their public methods, without a docstring."""
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
    yield from (f"### {module.name}", "", _summary(ast.get_docstring(module.tree) or ""), "")
    promised = module.promised or []
    if not promised:
        yield from ("Import it for its effect; it promises no name.", "")
        return
    entries, unchanged = _sorted(module, promised)
    others = [one for one in entries if not isinstance(one[0].defined[one[1]], ast.ClassDef)]
    yield from (_entry(home, name) for home, name in others)
    for source, same in unchanged.items():
        yield f"- {', '.join(same)}: the same as in {_reference_to(source)}."
    if others or unchanged:
        yield ""
    for home, name in entries:
        if (home, name) not in others:
            yield from _class(home, name)


def _sorted(module: Module, promised: list[str]) -> tuple[list[tuple[Module, str]], dict[str, list[str]]]:
    """The names that *module* or a module below it defines, and by their modules those that it has from elsewhere."""
    entries: list[tuple[Module, str]] = [(module, name) for name in module.defined if name in promised]
    unchanged: dict[str, list[str]] = {}
    for name in promised:
        home, original = origin(module, name)
        if name in module.defined:
            continue
        if home.name.startswith(f"{module.name}."):
            entries.append((home, original))
        else:
            unchanged.setdefault(home.name, []).append(f"`{name}`")
    return entries, unchanged


def _entry(module: Module, name: str) -> str:
    statement = module.defined[name]
    text = _summary(_text_of(module, statement))
    return f"- `{_signature(statement)}`{': ' if text else '.'}{text}"


def _reference_to(name: str) -> str:
    """The module *name*, with a link to its section, or to that of the package around it, if the page has one."""
    shown = [one.name for one in promising() if f"{name}.".startswith(f"{one.name}.")]
    return f"[`{name}`](#{max(shown, key=len).replace('.', '')})" if shown else f"`{name}`"


def _class(module: Module, name: str) -> Iterator[str]:
    statement = module.defined[name]
    assert isinstance(statement, ast.ClassDef)
    yield from (f"#### {name}", "", f"`{_signature(statement)}`", "", _summary(_text_of(module, statement)), "")
    page = next((page for one, page in FOUND_ELSEWHERE.items() if f"{module.name}.".startswith(f"{one}.")), None)
    if page == "settings.md":
        yield from ("Its attributes are the [settings](settings.md).", "")
    elif page == "errors.md":
        code = _code_of(statement)
        yield from (*((f"Its code: [`{code}`](errors.md#{code}).", "") if code else ()),)
    elif told := {one: _text_of_member(statement, one) for one in _members(statement)}:
        yield from (f"- `{_signature(one)}`: {_summary(text)}" for one, text in told.items() if text)
        if untold := [f"`{_signature(one)}`" for one, text in told.items() if not text]:
            yield f"- Attributes: {', '.join(untold)}."
        yield ""


def _code_of(statement: ast.ClassDef) -> str | None:
    """The code of an error, where the class itself has one."""
    for one in statement.body:
        match one:
            case ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code))):
                return code
            case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                return code
    return None


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
