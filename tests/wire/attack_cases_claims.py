"""Odd claims, as data. A value is the JSON text of the claim, so that it can be what no JSON library would write."""

from __future__ import annotations

import time
from typing import Final

import pytest

INVALID: Final = "Token is invalid"
EXPIRED: Final = "Token is expired"
NOW: Final = int(time.time())
AN_HOUR: Final = 3_600
A_DAY: Final = 86_400

NO_TIME: Final = {
    "null": "null",
    "true": "true",
    "false": "false",
    "empty-string": '""',
    "string": f'"{NOW + AN_HOUR}"',
    "date": '"2999-12-31T23:59:59Z"',
    "list": f"[{NOW + AN_HOUR}]",
    "empty-list": "[]",
    "object": "{}",
    "nan": "NaN",
    "nan-string": '"NaN"',
    "infinity": "Infinity",
    "minus-infinity": "-Infinity",
    "1e400": "1e400",
    "minus-1e400": "-1e400",
    "1e30": "1e30",
    "10-to-the-30": f"{10**30}",
    "minus-10-to-the-30": f"-{10**30}",
    "4000-digits": "9" * 4_000,
    "5000-digits": "9" * 5_000,
    "year-10000": "253402300800",
    "before-all-calendars": "-253402300800",
    "milliseconds": f"{(NOW + AN_HOUR) * 1_000}",
    "hexadecimal": "0x7fffffff",
}
"""What is no NumericDate."""

ODD_TIMES: Final = [
    pytest.param(name, text, INVALID, id=f"{name}-{what}")
    for name in ("exp", "nbf", "iat")
    for what, text in NO_TIME.items()
]

WRONG_TIMES: Final = [
    pytest.param("exp", "0", EXPIRED, id="exp-zero"),
    pytest.param("exp", "-0.0", EXPIRED, id="exp-minus-zero"),
    pytest.param("exp", "-1", EXPIRED, id="exp-negative"),
    pytest.param("exp", "0.5", EXPIRED, id="exp-fraction"),
    pytest.param("exp", "1e-300", EXPIRED, id="exp-tiny"),
    pytest.param("exp", f"{NOW - 1}", EXPIRED, id="exp-just-over"),
    pytest.param("exp", f"{NOW - 0.5}", EXPIRED, id="exp-just-over-fraction"),
    pytest.param("exp", "-253402300799", EXPIRED, id="exp-long-over"),
    pytest.param("nbf", f"{NOW + 10 * A_DAY}", INVALID, id="nbf-in-ten-days"),
    pytest.param("nbf", "253402300799", INVALID, id="nbf-year-9999"),
    pytest.param("iat", f"{NOW + 10 * A_DAY}", INVALID, id="iat-in-ten-days"),
    pytest.param("iat", "253402300799", INVALID, id="iat-year-9999"),
]

TIMES_AHEAD: Final = [
    pytest.param("nbf", f"{NOW + AN_HOUR}", id="nbf-in-an-hour"),
    pytest.param("nbf", f"{NOW + AN_HOUR}.5", id="nbf-in-an-hour-fraction"),
    pytest.param("iat", f"{NOW + AN_HOUR}", id="iat-in-an-hour"),
    pytest.param("iat", f"{NOW + AN_HOUR}.5", id="iat-in-an-hour-fraction"),
]
"""What says no more than that somebody's clock is wrong."""

GOOD_TIMES: Final = [
    pytest.param("exp", f"{NOW + AN_HOUR}", id="exp-whole"),
    pytest.param("exp", f"{NOW + AN_HOUR}.75", id="exp-fraction"),
    pytest.param("exp", "2.5e9", id="exp-exponent"),
    pytest.param("exp", "253402300799", id="exp-year-9999"),
    pytest.param("nbf", "0", id="nbf-zero"),
    pytest.param("nbf", "-1", id="nbf-negative"),
    pytest.param("nbf", f"{NOW - 1}", id="nbf-just-over"),
    pytest.param("iat", "0", id="iat-zero"),
    pytest.param("iat", f"{NOW - AN_HOUR}.5", id="iat-fraction"),
]

ODD_IDENTIFIERS: Final = [
    pytest.param(name, text, INVALID, id=f"{name}-{what}")
    for name in ("sub", "jti")
    for what, text in {
        "null": "null",
        "true": "true",
        "number": "1",
        "fraction": "0.5",
        "list": '["a"]',
        "object": '{"a":"b"}',
        "lone-surrogate": '"\\ud800"',
    }.items()
]

ODD_TOKEN_TYPES: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "null": "null",
        "true": "true",
        "number": "0",
        "empty": '""',
        "list": '["access","refresh","sliding"]',
        "object": '{"access":1,"refresh":1,"sliding":1}',
        "upper-case": '"ACCESS"',
        "all": '"access refresh sliding"',
        "space": '"access "',
        "untyped": '"untyped"',
        "other": '"id"',
    }.items()
]

ODD_REFRESH_ENDS: Final = [
    *(pytest.param(text, INVALID, id=what) for what, text in NO_TIME.items()),
    *(
        pytest.param(text, "Token 'refresh_exp' claim has expired", id=what)
        for what, text in {"zero": "0", "negative": "-1", "over": f"{NOW - 1}", "fraction": "0.5"}.items()
    ),
]

AUDIENCES: Final = ("https://api.example", "https://admin.example")
ISSUER: Final = "https://issuer.example"

ODD_AUDIENCES: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "null": "null",
        "true": "true",
        "number": "1",
        "empty": '""',
        "empty-list": "[]",
        "other": '"https://other.example"',
        "others": '["https://other.example","https://another.example"]',
        "prefix": '"https://api"',
        "longer": '"https://api.example.attacker.example"',
        "slash": '"https://api.example/"',
        "substring": '"api.example"',
        "upper-case": '"HTTPS://API.EXAMPLE"',
        "space": '"https://api.example "',
        "two-in-one": '"https://api.example https://admin.example"',
        "nul": '"https://api.example\\u0000"',
        "nested": '[["https://api.example"]]',
        "mixed": '["https://api.example",1]',
        "mixed-null": '[null,"https://api.example"]',
        "object": '{"https://api.example":true}',
        "list-in-a-string": '"[\\"https://api.example\\"]"',
    }.items()
]

ODD_ISSUERS: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "null": "null",
        "true": "true",
        "number": "1",
        "empty": '""',
        "other": '"https://other.example"',
        "prefix": '"https://issuer"',
        "longer": '"https://issuer.example.attacker.example"',
        "slash": '"https://issuer.example/"',
        "port": '"https://issuer.example:443"',
        "user": '"https://issuer.example@attacker.example"',
        "substring": '"issuer.example"',
        "upper-case": '"https://ISSUER.example"',
        "space": '" https://issuer.example"',
        "nul": '"https://issuer.example\\u0000"',
        "list": '["https://issuer.example"]',
        "object": '{"https://issuer.example":1}',
        "cyrillic": '"https://\\u0456ssuer.example"',
    }.items()
]

NO_USER_AT_ALL: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "null": "null",
        "true": "true",
        "false": "false",
        "fraction": "1.0",
        "list": '["1"]',
        "empty-list": "[]",
        "object": '{"pk":"1"}',
        "lookup": '{"pk__gte":"0"}',
    }.items()
]
"""What can't be the identifier of a user in any database."""

NOBODY: Final = [
    pytest.param(text, id=what)
    for what, text in {
        "word": '"abc"',
        "empty": '""',
        "space": '" "',
        "nul": '"1\\u0000"',
        "only-nul": '"\\u0000"',
        "none": '"None"',
        "fraction": '"1.0"',
        "exponent": '"1e0"',
        "hexadecimal": '"0x1"',
        "infinity": '"Infinity"',
        "sql": '"1 OR 1=1"',
        "sql-comment": '"1--"',
        "list": '"[1]"',
        "negative": '"-1"',
        "negative-number": "-1",
        "zero": "0",
        "arabic-digits": '"\\u0661"',
        "full-width-digits": '"\\uff11"',
        "other-number": "987654",
        "64-bits": f"{2**63}",
        "10-to-the-30": f"{10**30}",
        "10-to-the-30-string": f'"{10**30}"',
        "4000-digits": "9" * 4_000,
        "5000-digits-string": '"' + "9" * 5_000 + '"',
        "uuid": '"7b6e0a44-4d7c-4f0e-9a54-0c7a9c1d2e3f"',
        "not-latin": '"\\u4e00"',
        "emoji": '"\\ud83d\\ude00"',
    }.items()
]
"""What could be an identifier somewhere, and is nobody's here."""
