"""Docstrings that are for the readers of this code alone."""

from __future__ import annotations

from typing import TypeVar

Class = TypeVar("Class", bound=type)


def undescribed(cls: Class) -> Class:
    """
    *cls*, whose docstring doesn't become a description in OpenAPI, also not of what is derived from it.

    Simple JWT has no docstring there. drf-spectacular would look for one further up, were there none at all.
    """
    cls.__doc__ = " "
    return cls
