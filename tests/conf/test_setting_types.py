"""Whether a value fits the type of a setting, and what the type is called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal, get_type_hints

import pytest

from drf_signet.setting_types import fits, in_words
from drf_signet.settings import Settings

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("annotation", "good", "bad"),
    [
        pytest.param(bool, [True, False], [0, 1, None, "True"], id="bool"),
        pytest.param(int, [0, -5, 10**30], [True, 1.0, "1", None], id="int"),
        pytest.param(float, [0, 1.5, -2], [True, False, "1", None, HOUR], id="float"),
        pytest.param(str, ["", "a"], [b"a", None, 1, ["a"]], id="str"),
        pytest.param(bytes, [b"", b"a"], ["a", bytearray(b"a"), None], id="bytes"),
        pytest.param(timedelta, [HOUR, -HOUR], [3600, 3600.0, "1h", None], id="timedelta"),
        pytest.param(str | None, ["a", None], [1, b"a", False], id="str-or-none"),
        pytest.param(str | bytes | None, ["a", b"a", None], [1, ["a"]], id="str-or-bytes-or-none"),
        pytest.param(timedelta | float, [HOUR, 0, 1.5], [True, "1", None], id="timedelta-or-float"),
        pytest.param(Literal["a", "b"], ["a", "b"], ["c", "", None, ["a"], {}], id="literal"),
        pytest.param(
            tuple[str, ...], [(), ("a", "b"), [], ["a"]], ["a", None, {"a"}, {"a": 1}, ("a", 1), (None,)], id="tuple"
        ),
        pytest.param(
            str | tuple[str, ...] | None, ["a", None, ("a",), ["a"]], [1, (1,), {"a"}], id="str-or-tuple-or-none"
        ),
    ],
)
def test_a_value_fits_its_type_and_no_other(annotation: Any, good: list[object], bad: list[object]) -> None:
    """A list passes for a tuple, a whole number for a number, and a truth value for nothing else."""
    assert [one for one in good if not fits(one, annotation)] == []
    assert [one for one in bad if fits(one, annotation)] == []


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (bool, "True or False"),
        (int, "a whole number"),
        (float, "a number"),
        (str, "a string"),
        (bytes, "bytes"),
        (timedelta, "a datetime.timedelta"),
        (str | bytes | None, "a string or bytes or None"),
        (timedelta | float, "a datetime.timedelta or a number"),
        (Literal["a", "b"], "one of 'a', 'b'"),
        (tuple[str, ...], "a tuple in which each item is a string"),
        (str | tuple[str, ...] | None, "a string or a tuple in which each item is a string or None"),
    ],
)
def test_a_type_is_named_in_words(annotation: Any, words: str) -> None:
    """The words are what a message says after "should be"."""
    assert in_words(annotation) == words


@pytest.mark.parametrize("name", get_type_hints(Settings))
def test_the_type_of_every_setting_is_known(name: str) -> None:
    """Each setting has a type that can be checked and named, and its own default fits it."""
    annotation = get_type_hints(Settings)[name]
    assert fits(getattr(Settings(), name), annotation)
    assert not fits(object(), annotation)
    assert in_words(annotation)
