"""Odd JSON, as data: what is done to the text of a good header or payload before it is encoded and signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

Change = Callable[[bytes], bytes]


def _member(text: bytes) -> Change:
    return lambda good: good[:-1] + b"," + text + b"}"


GOOD_JSON: Final = [
    pytest.param(_member(b'"x":1'), id="one-member-more"),
    pytest.param(_member(b'"x":{"y":[1,-0.5e1,null,true,""]},"z":{"y":1}'), id="every-kind"),
    pytest.param(_member(b'"x":' + b"9" * 300), id="300-digits"),
    pytest.param(_member(b'"x":"\xc3\xa9\xf0\x9f\x98\x80"'), id="utf-8"),
    pytest.param(_member(b'"x":"\\ud83d\\ude00\\u0000"'), id="escapes"),
    pytest.param(_member(b'"":0'), id="empty-name"),
    pytest.param(lambda good: b" \r\n\t" + good.replace(b",", b" ,\n") + b" ", id="space-between"),
]

ODD_JSON: Final = [
    pytest.param(lambda good: b"", id="nothing"),
    pytest.param(lambda good: b" ", id="space"),
    pytest.param(lambda good: b"null", id="null"),
    pytest.param(lambda good: b"true", id="true"),
    pytest.param(lambda good: b"1", id="number"),
    pytest.param(lambda good: b'"a"', id="string"),
    pytest.param(lambda good: b"[]", id="empty-list"),
    pytest.param(lambda good: b"[" + good + b"]", id="list"),
    pytest.param(lambda good: b'"' + good.replace(b'"', b'\\"') + b'"', id="json-in-a-string"),
    pytest.param(lambda good: good[:-1], id="cut-short"),
    pytest.param(lambda good: good + b"}", id="one-brace-more"),
    pytest.param(lambda good: good + good, id="two-documents"),
    pytest.param(lambda good: good + b"\n" + good, id="two-lines"),
    pytest.param(lambda good: good + b"\0", id="trailing-nul"),
    pytest.param(lambda good: good + b"//", id="trailing-comment"),
    pytest.param(lambda good: good.replace(b"{", b"{/**/", 1), id="comment"),
    pytest.param(lambda good: good[:-1] + b",}", id="trailing-comma"),
    pytest.param(lambda good: good.replace(b'"', b"'"), id="single-quotes"),
    pytest.param(lambda good: good.replace(b'"', b""), id="no-quotes"),
    pytest.param(lambda good: b")]}'\n" + good, id="script-guard"),
    pytest.param(lambda good: b"\xef\xbb\xbf" + good, id="bom"),
    pytest.param(lambda good: good.decode().encode("utf-16"), id="utf-16-bom"),
    pytest.param(lambda good: good.decode().encode("utf-16-le"), id="utf-16-le"),
    pytest.param(lambda good: good.decode().encode("utf-16-be"), id="utf-16-be"),
    pytest.param(lambda good: good.decode().encode("utf-32"), id="utf-32"),
    pytest.param(lambda good: good.decode().encode("utf-7").replace(b'"', b"+ACI-"), id="utf-7"),
    pytest.param(_member(b'"x":"\xff"'), id="invalid-utf-8"),
    pytest.param(_member(b'"x":"\xc0\xaf"'), id="overlong-utf-8"),
    pytest.param(_member(b'"x":"\xed\xa0\x80"'), id="surrogate-in-utf-8"),
    pytest.param(_member(b'"x":"\xe9"'), id="latin-1"),
    pytest.param(_member(b'"x":"\\ud800"'), id="lone-surrogate"),
    pytest.param(_member(b'"x":"\\udc00\\ud800"'), id="surrogates-the-wrong-way-round"),
    pytest.param(_member(b'"x":{"\\ud800":1}'), id="lone-surrogate-in-a-name"),
    pytest.param(_member(b'"x":["\\ud800"]'), id="lone-surrogate-in-a-list"),
    pytest.param(_member(b'"x":"\n"'), id="raw-newline-in-a-string"),
    pytest.param(_member(b'"x":"\0"'), id="raw-nul-in-a-string"),
    pytest.param(_member(b'"x":"\\x41"'), id="unknown-escape"),
    pytest.param(_member(b'"x":"\\u00"'), id="short-escape"),
    pytest.param(_member(b'"x":NaN'), id="nan"),
    pytest.param(_member(b'"x":Infinity'), id="infinity"),
    pytest.param(_member(b'"x":-Infinity'), id="minus-infinity"),
    pytest.param(_member(b'"x":[{"y":NaN}]'), id="nan-inside"),
    pytest.param(_member(b'"x":01'), id="leading-zero"),
    pytest.param(_member(b'"x":+1'), id="plus-sign"),
    pytest.param(_member(b'"x":.5'), id="no-integer-part"),
    pytest.param(_member(b'"x":0x10'), id="hexadecimal"),
    pytest.param(_member(b'"x":1_000'), id="underscore-in-a-number"),
    pytest.param(_member(b'"x":\xd9\xa1'), id="arabic-digit"),
    pytest.param(_member(b'"x":' + b"9" * 5_000), id="5000-digits"),
    pytest.param(_member(b'"x":-' + b"9" * 5_000), id="minus-5000-digits"),
    pytest.param(_member(b'"x":undefined'), id="undefined"),
    pytest.param(_member(b'"x":1,"x":2'), id="name-twice"),
    pytest.param(_member(b'"x":1,"x":1'), id="same-member-twice"),
    pytest.param(_member(b'"x":1,"\\u0078":2'), id="name-twice-once-escaped"),
    pytest.param(_member(b'"x":{"y":1,"y":2}'), id="name-twice-inside"),
    pytest.param(_member(b'"x":[{"y":1,"y":2}]'), id="name-twice-in-a-list"),
    pytest.param(_member(b'1:"x"'), id="number-for-a-name"),
    pytest.param(_member(b'"x"'), id="name-without-a-value"),
    pytest.param(_member(b'"x":' + b"[" * 1_200), id="unclosed-lists"),
    pytest.param(_member(b'"x":' + b'{"":' * 250), id="unclosed-objects"),
]

TWICE_IN_THE_HEADER: Final = [
    pytest.param(_member(b'"alg":"HS256"'), id="alg-twice"),
    pytest.param(_member(b'"alg":"none"'), id="alg-none-last"),
    pytest.param(lambda good: b'{"alg":"none",' + good[1:], id="alg-none-first"),
    pytest.param(_member(b'"\\u0061lg":"none"'), id="alg-none-escaped"),
    pytest.param(_member(b'"kid":"x"'), id="kid-twice"),
    pytest.param(_member(b'"typ":"JWT"'), id="typ-twice"),
]

TWICE_IN_THE_PAYLOAD: Final = [
    pytest.param(_member(b'"user_id":"1"'), id="user-last"),
    pytest.param(lambda good: b'{"user_id":"1",' + good[1:], id="user-first"),
    pytest.param(_member(b'"\\u0075ser_id":"1"'), id="user-escaped"),
    pytest.param(_member(b'"exp":99999999999'), id="end-twice"),
    pytest.param(_member(b'"token_type":"access"'), id="type-twice"),
]

DEEP: Final = [
    pytest.param(opening * depth + b"1" + closing * depth, id=f"{name}-{depth}")
    for name, opening, closing, greatest in (("lists", b"[", b"]", 5_900), ("objects", b'{"":', b"}", 2_300))
    for depth in (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_500, greatest)
]
"""Values nested too deeply, in a token that is short enough, and well-formed JSON."""
