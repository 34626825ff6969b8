"""The tree drawn at the top of `drf_signet.errors`, for its readers, is that of the classes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import signet_tokens.errors
from drf_signet import errors
from drf_signet.errors import SignetError

LINE = re.compile(r"^    (?P<indent>[│├└─ ]*)(?P<name>\w+Error) +(?P<code>\w+)(?P<note>.*)$", re.MULTILINE)


def drawn() -> Iterator[tuple[str, str, str]]:
    """Each name in the drawing below the first, with the name that it hangs from, and its code."""
    above = ["SignetError"]
    for line in LINE.finditer(str(errors.__doc__)):
        depth = len(line["indent"]) // 4
        yield line["name"], above[depth - 1], line["code"].rstrip(",")
        above[depth:] = [line["name"]]


def test_the_tree_is_that_of_the_classes() -> None:
    """The drawing has every class once, below one that it derives from, with its code."""
    said = list(drawn())
    names = [name for name, _, _ in said]
    assert sorted(names) == sorted(set(errors.__all__) - {"SignetError"})
    for name, parent, code in said:
        kind: type[SignetError] = getattr(errors, name)
        assert (kind.code, getattr(errors, parent) in kind.__bases__) == (code, True), name


def test_all_errors_of_the_package_are_handed_on() -> None:
    """All are in ``drf_signet.errors``: the modules in it are for readers."""
    defined = {
        one.__name__
        for package in (errors, signet_tokens.errors)
        for module in vars(package).values()
        if getattr(module, "__name__", "").startswith(f"{package.__name__}.")
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, SignetError) and one.__module__ == module.__name__
    }
    assert defined == set(errors.__all__)
