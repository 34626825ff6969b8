"""JSON with one meaning: what is read, and what is refused."""

from __future__ import annotations

import json

import pytest

from drf_signet.errors import TokenError
from signet_tokens.strict_json import MAXIMUM_DEPTH, load_object


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{}", {}, id="empty"),
        pytest.param(' {"a" : 1 } \r\n', {"a": 1}, id="spaces"),
        pytest.param('{"a":[1,2.5,true,false,null,"b",{}]}', {"a": [1, 2.5, True, False, None, "b", {}]}, id="types"),
        pytest.param('{"a":{"x":1},"b":{"x":2}}', {"a": {"x": 1}, "b": {"x": 2}}, id="same-name-in-two-objects"),
        pytest.param('{"a":1,"A":2}', {"a": 1, "A": 2}, id="names-that-differ-in-case"),
        pytest.param('{"":1}', {"": 1}, id="empty-name"),
        pytest.param('{"é":"\\u00e9"}', {"é": "é"}, id="escape"),
        pytest.param('{"a":"\\ud83d\\ude00"}', {"a": "😀"}, id="surrogate-pair"),
        pytest.param('{"a":"\\\\ud800"}', {"a": "\\ud800"}, id="backslash-that-is-no-escape"),
        pytest.param('{"a":"\\u0000"}', {"a": "\0"}, id="escaped-nul"),
        pytest.param('{"a":-0.0,"b":1e3,"c":1E-2}', {"a": -0.0, "b": 1000.0, "c": 0.01}, id="numbers"),
        pytest.param('{"a":' + "9" * 300 + "}", {"a": 10**300 - 1}, id="large-whole-number"),
    ],
)
def test_one_object_is_read(text: str, expected: dict[str, object]) -> None:
    """A JSON object is read as it is written."""
    assert load_object(text.encode()) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b" ", id="space"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'"a"', id="string"),
        pytest.param(b"1", id="number"),
        pytest.param(b"null", id="null"),
        pytest.param(b"true", id="true"),
        pytest.param(b"{}{}", id="two-objects"),
        pytest.param(b"{} x", id="text-behind"),
        pytest.param(b'{"a":1', id="cut-off"),
        pytest.param(b'{"a":1,}', id="comma-at-the-end"),
        pytest.param(b"{'a':1}", id="single-quotes"),
        pytest.param(b"{a:1}", id="name-without-quotes"),
        pytest.param(b'{"a":01}', id="zero-in-front"),
        pytest.param(b'{"a":.5}', id="point-in-front"),
        pytest.param(b'{"a":+1}', id="plus"),
        pytest.param(b'{"a":0x1}', id="hexadecimal"),
        pytest.param(b'{"a":"\n"}', id="line-break-in-a-string"),
        pytest.param(b'{"a":"\\x41"}', id="unknown-escape"),
        pytest.param(b'{"a":1}//b', id="comment"),
        pytest.param(b'{"a":"\xff"}', id="not-utf8"),
        pytest.param(b'{"a":"\xed\xa0\x80"}', id="surrogate-in-utf8"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', id="byte-order-mark"),
        pytest.param('{"a":1}'.encode("utf-16"), id="utf16"),
        pytest.param('{"a":1}'.encode("utf-32"), id="utf32"),
        pytest.param(b'{"a":' + b"9" * 5_000 + b"}", id="whole-number-too-long-to-read"),
    ],
)
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    """Only one object in UTF-8 will do (RFC 7519 section 7.2)."""
    refuse(data)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":1,"a":1}', id="equal-values"),
        pytest.param('{"a":1,"b":2,"a":3}', id="other-values"),
        pytest.param('{"a":1,"\\u0061":2}', id="escaped"),
        pytest.param('{"x":{"a":1,"a":2}}', id="below"),
        pytest.param('{"x":[{"a":1,"a":2}]}', id="in-a-list"),
        pytest.param('{"":1,"":2}', id="empty"),
    ],
)
def test_a_name_that_is_there_twice_is_refused(text: str) -> None:
    """Two readers could take two different values for it, at any depth."""
    refuse(text.encode())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    """Python reads these words, but JSON has no such numbers."""
    refuse(f'{{"a":{number}}}'.encode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":"\\ud800"}', id="first-half"),
        pytest.param('{"a":"\\udc00"}', id="second-half"),
        pytest.param('{"a":"\\udc00\\ud800"}', id="halves-the-wrong-way-round"),
        pytest.param('{"\\ud800":1}', id="in-a-name"),
        pytest.param('{"a":["x",{"b":"\\uD800"}]}', id="below"),
    ],
)
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    """It parses, but no database and no answer can hold it."""
    refuse(text.encode())


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" + "0" * 400 + ".0", "1E+999"])
def test_a_number_beyond_numbers_is_refused(number: str) -> None:
    """It would be read as infinity, which can't be written again."""
    refuse(f'{{"a":{number}}}'.encode())
    refuse(f'{{"a":[{{"b":{number}}}]}}'.encode())


NESTINGS = pytest.mark.parametrize(
    ("opening", "closing"),
    [
        pytest.param("[", "]", id="lists"),
        pytest.param('{"a":', "}", id="objects"),
        pytest.param('[{"a":', "}]", id="both"),
    ],
)


@NESTINGS
def test_the_depth_is_bounded(opening: str, closing: str) -> None:
    """The bound is on the objects and lists inside each other, the outermost included."""
    levels = opening.count("[") + opening.count("{")
    deepest = (MAXIMUM_DEPTH - 1) // levels
    text = '{"a":' + opening * deepest + "1" + closing * deepest + "}"
    assert json.loads(text) == load_object(text.encode())
    more = deepest + 1 if (MAXIMUM_DEPTH - 1) % levels == 0 else deepest + 2
    refuse(('{"a":' + opening * more + "1" + closing * more + "}").encode())


@NESTINGS
def test_depth_beyond_the_parsers_own_limit_is_refused(opening: str, closing: str) -> None:
    """Text that would crash the parser is refused, whether or not its brackets are closed again."""
    refuse(('{"a":' + opening * 100_000).encode())
    refuse(('{"a":' + opening * 50_000 + "1" + closing * 50_000 + "}").encode())


def test_many_values_side_by_side_are_not_deep() -> None:
    """The bound is on the depth, not on the number of values."""
    value = {"a": [[number] for number in range(1_000)], **{str(number): {} for number in range(1_000)}}
    assert load_object(json.dumps(value).encode()) == value


def test_what_is_read_can_be_written() -> None:
    """A name with every kind of character comes back as it went in."""
    value = {"name": "Zoë \U0001f600 \u2028 \0 \x7f"}
    assert load_object(json.dumps(value).encode()) == load_object(json.dumps(value, ensure_ascii=False).encode())
    assert load_object(json.dumps(value).encode()) == value


def refuse(data: bytes) -> None:
    """*data* is refused in the words for any bad token, and the parser's own words are not passed on."""
    with pytest.raises(TokenError) as caught:
        load_object(data)
    assert type(caught.value) is TokenError
    assert caught.value.message == "Token is invalid"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
