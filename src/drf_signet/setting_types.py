"""Whether a value fits the annotation of a setting, and how to say it in words."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

UNIONS: Final = (UnionType, Union)
"""Until Python 3.14, the second is that of a Literal and something else."""

WORDS: Final[Mapping[Any, str]] = {
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    str: "a string",
    bytes: "bytes",
    datetime: "a datetime.datetime",
    timedelta: "a datetime.timedelta",
    Path: "a pathlib.Path",
    object: "anything",
    type(None): "None",
}


def fits(value: object, annotation: Any) -> bool:
    """Whether *value* is what *annotation* says. A list passes for a tuple."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in UNIONS:
        return any(fits(value, one) for one in args)
    if origin is Literal:
        return value in args
    if origin is tuple:
        return isinstance(value, list | tuple) and all(fits(one, args[0]) for one in value)
    if origin is Mapping:
        return isinstance(value, Mapping) and all(
            fits(key, args[0]) and fits(one, args[1]) for key, one in value.items()
        )
    if annotation in (int, float):
        return isinstance(value, int | annotation) and not isinstance(value, bool)
    return isinstance(value, annotation)


def in_words(annotation: Any) -> str:
    """*annotation* as a reader of an error message would put it."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in UNIONS:
        return " or ".join(in_words(one) for one in args)
    if origin is Literal:
        return "one of " + ", ".join(repr(one) for one in args)
    if origin is tuple:
        return f"a tuple in which each item is {in_words(args[0])}"
    if origin is Mapping:
        return f"a dict in which each key is {in_words(args[0])} and each value {in_words(args[1])}"
    return WORDS[annotation]


def meant_by(value: object, annotation: Any) -> str | None:
    """What to write instead of a *value* that doesn't fit *annotation*, if that is clear."""
    if value is None:
        return "Remove the key to get its default."
    origin, args = get_origin(annotation), get_args(annotation)
    types = args if origin in UNIONS else (annotation,)
    if origin is tuple and isinstance(value, str):
        return f"Write ({value!r},)."
    if origin is Literal:
        return next((f"Write {one!r}." for one in args if str(one).lower() == str(value).strip().lower()), None)
    if bool in types:
        return next((f"Write {one}." for one in (True, False) if _says(value, one)), None)
    if (number := _number(value)) is None or timedelta not in types:
        return None
    return f"Write {number}." if float in types else f"Write timedelta(seconds={number}), or minutes=, hours= or days=."


def _says(value: object, truth: bool) -> bool:
    return str(value).strip().lower() in {str(truth).lower(), str(int(truth))}


def _number(value: object) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    with suppress(ValueError, OverflowError):
        number = float(value)
        return int(number) if number.is_integer() else number
    return None
