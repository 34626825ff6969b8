"""The calls of functions of `drf_signet` and `signet_tokens` while something is done, in their order."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

import drf_signet
import signet_tokens

SOURCES: Final = (Path(drf_signet.__file__).parent, Path(signet_tokens.__file__).parent)

PARTS: Final = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
"""Parts of a function, which have a frame of their own on some Pythons."""


class Call(NamedTuple):
    """One call: the file below the folder of its package, and the name of the function."""

    file: str
    function: str


class Way(list[Call]):
    """All calls, in order."""

    @property
    def files(self) -> Counter[str]:
        """How many calls each file has, in the order in which they are entered for the first time."""
        return Counter(call.file for call in self)


def followed(act: Callable[[], object]) -> Way:
    """The way that *act* takes."""
    way = Way()
    # Kept, so that no later frame is taken for one of these: a generator has the same one each time it goes on.
    frames: set[FrameType] = set()

    def profile(frame: FrameType, event: str, arg: Any) -> None:
        code = frame.f_code
        path = Path(code.co_filename)
        folder = next(filter(path.is_relative_to, SOURCES), None)
        if event != "call" or code.co_name in PARTS or folder is None or frame in frames:
            return
        frames.add(frame)
        way.append(Call(path.relative_to(folder).as_posix(), code.co_name))

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(before)
    return way
