"""Whether the body of a request of httpx or httpx2 can be sent again, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Rewind: TypeAlias = Callable[[], object]


def rewind_of(request: object) -> Rewind | None:
    """What to call before *request* is sent again; None if it can't be, as its body can be read only once."""
    if _is_in_memory(request):
        return _nothing
    stream = getattr(request, "stream", None)
    fields = getattr(stream, "fields", None)
    if fields is not None:
        # A form: the library goes to the beginning of its files by itself.
        files = [field.file for field in fields if hasattr(field, "file")]
        return _nothing if all(isinstance(file, str | bytes) or _is_seekable(file) for file in files) else None
    # The library has no public way to what it reads from. Where that changes, the body counts as read only once.
    file = getattr(stream, "_stream", None)
    if file is None or not _is_seekable(file):
        return None
    position = file.tell()
    return lambda: file.seek(position)


def _is_in_memory(request: object) -> bool:
    try:
        return isinstance(getattr(request, "content", None), bytes)
    except RuntimeError:
        # ``RequestNotRead``, in either library.
        return False


def _is_seekable(file: object) -> bool:
    seekable = getattr(file, "seekable", None)
    # An asynchronous file would have to be waited for.
    return seekable is not None and not hasattr(file, "__aiter__") and seekable()


def _nothing() -> None:
    """It's there as it was."""
