"""What an error or a log record would show of a token."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator


def chain(error: BaseException) -> Iterator[BaseException]:
    """*error*, and those that led to it, shown or not."""
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None:
            yield one
            waiting += [one.__cause__, one.__context__]


def text_of(error: BaseException) -> str:
    """All that can be read off *error* without going through the frames of its traceback."""
    pieces = []
    for one in chain(error):
        pieces += [str(one), repr(one), repr(one.args), repr(vars(one)), *getattr(one, "__notes__", [])]
        pieces += [repr(getattr(one, name)) for name in dir(one) if not name.startswith("_")]
    pieces += traceback.format_exception(error)
    return "\n".join(pieces)


def text_in(records: Iterable[logging.LogRecord]) -> str:
    """All that *records* say."""
    return "\n".join(f"{one.getMessage()} {one.args!r} {one.exc_text}" for one in records)
