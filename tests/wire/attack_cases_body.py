"""Odd bodies, as data: values for one field, and bytes for all of them."""

from __future__ import annotations

from typing import Final

import pytest

NO_STRING: Final = "Not a valid string."
NULL: Final = "This field may not be null."
BLANK: Final = "This field may not be blank."
NUL: Final = "Null characters are not allowed."

REFUSED_VALUES: Final = [
    pytest.param("null", NULL, id="null"),
    pytest.param("true", NO_STRING, id="true"),
    pytest.param("false", NO_STRING, id="false"),
    pytest.param("[]", NO_STRING, id="empty-list"),
    pytest.param('["a"]', NO_STRING, id="list"),
    pytest.param("{}", NO_STRING, id="empty-object"),
    pytest.param('{"$ne":null}', NO_STRING, id="query-object"),
    pytest.param("[" * 300 + "]" * 300, NO_STRING, id="nested-lists"),
    pytest.param('{"a":' * 200 + "1" + "}" * 200, NO_STRING, id="nested-objects"),
    pytest.param('""', BLANK, id="empty"),
    pytest.param('"\\u0000"', NUL, id="nul"),
    pytest.param('"a\\u0000b"', NUL, id="nul-inside"),
    pytest.param('"\\ud800"', "Surrogate characters are not allowed: U+D800.", id="high-surrogate"),
    pytest.param('"a\\udfffb"', "Surrogate characters are not allowed: U+DFFF.", id="low-surrogate-inside"),
    pytest.param('"\\udc00\\ud800"', "Surrogate characters are not allowed: U+DC00.", id="surrogates-swapped"),
]
"""Values that a field can't have, and their errors."""

TAKEN_VALUES: Final = [
    pytest.param("0", id="zero"),
    pytest.param("-1", id="negative"),
    pytest.param("1.5", id="fraction"),
    pytest.param("1e400", id="infinity"),
    pytest.param("9" * 4_000, id="4000-digits"),
    pytest.param('"null"', id="null-text"),
    pytest.param('"undefined"', id="undefined"),
    pytest.param('"../../etc/passwd"', id="path"),
    pytest.param("\"' OR '1'='1\"", id="sql"),
    pytest.param('"%00"', id="percent-nul"),
    pytest.param('"\\u202e\\ufeff"', id="invisible"),
    pytest.param('"\\ud83d\\ude00"', id="emoji"),
    pytest.param('"{0.__class__}%s%n"', id="format"),
    pytest.param('"' + "x" * 4_000 + '"', id="4-kB"),
    pytest.param('"' + "\\u540d" * 4_000 + '"', id="4000-chinese"),
]
"""Values that count as strings, but are no right credential or token."""

BROKEN_BODIES: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "space": b" ",
        "half-an-object": b'{"a":',
        "single-quotes": b"{'username':'ada'}",
        "trailing-comma": b'{"username":"ada",}',
        "trailing-data": b"{}x",
        "trailing-object": b'{} {"username":"ada"}',
        "trailing-nul": b"{}\0",
        "comment": b"{/**/}",
        "nan": b'{"username":NaN,"password":NaN,"refresh":NaN,"token":NaN}',
        "infinity": b'{"token":Infinity}',
        "minus-infinity": b'{"token":-Infinity}',
        "5000-digits": b'{"token":' + b"9" * 5_000 + b"}",
        "raw-newline": b'{"token":"\n"}',
        "bom": b"\xef\xbb\xbf{}",
        "utf-16": '{"token":"a"}'.encode("utf-16"),
        "utf-32": '{"token":"a"}'.encode("utf-32"),
        "invalid-utf-8": b'{"token":"\xff"}',
        "overlong-utf-8": b'{"token":"\xc0\xaf"}',
        "surrogate-in-utf-8": b'{"token":"\xed\xa0\x80"}',
        "cut-in-a-character": b'{"token":"\xe2\x82',
        "form": b"username=ada&password=x",
        "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\3\xab\xae\5\0\x43\xbf\xa6\xa3\2\0\0\0",
        "pickle": b"\x80\x04N.",
        "unclosed-lists": b"[" * 900,
    }.items()
]
"""Bodies that are no JSON document."""

DEEP_BODIES: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "lists": b"[" * 100_000,
        "closed-lists": b"[" * 100_000 + b"]" * 100_000,
        "objects": b'{"a":' * 100_000,
        "closed-objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "in-a-field": b'{"username":"ada","password":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "million": b"[" * 1_000_000,
    }.items()
]
"""Documents nested deeper than Python reads."""
