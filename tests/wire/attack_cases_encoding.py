"""Odd encodings, as data: functions from a maker of valid tokens to a string that is none."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from itertools import count
from typing import Final

import pytest

from tests.wire.forge import Forge, compact, dump, segment

Make = Callable[[Forge], str]


def _other_alphabet_signature(forge: Forge) -> str:
    """A valid token, except that its signature is in the other alphabet, and has both characters that differ."""
    for number in count():
        signing_input, _, signature = forge.token(payload=forge.claims(jti=f"{number}")).rpartition(".")
        if {"-", "_"} <= set(signature):
            return f"{signing_input}.{_to_other_alphabet(signature)}"
    raise AssertionError


def _to_other_alphabet(text: str) -> str:
    return text.replace("-", "+").replace("_", "/")


def _parts(forge: Forge) -> tuple[str, str, str]:
    header, payload, signature = forge.token().split(".")
    return header, payload, signature


def _spare(good: str) -> str:
    """A text that a careless decoder reads as *good*: it differs in an unused bit of the last character."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return good[:-1] + alphabet[alphabet.index(good[-1]) + 1]


def _one_byte_over(text: bytes) -> str:
    """The segment of *text*, so long that its last character has spare bits."""
    return segment(text + b" " * ((1 - len(text)) % 3))


def _resign(forge: Forge, change: Callable[[str, str], tuple[str, str]]) -> str:
    """A token whose changed first two segments are signed as they are."""
    return compact(*change(*forge.segments()))


def _odd_alphabet(forge: Forge, *, in_header: bool) -> str:
    odd = {"x": "?" * 8, "y": ">" * 8}
    header, payload = (
        segment(dump({**one, **(odd if changed else {})}))
        for one, changed in ((forge.header(), in_header), (forge.claims(), not in_header))
    )
    return compact(_to_other_alphabet(header), _to_other_alphabet(payload))


ODD_BASE64: Final = [
    pytest.param(lambda f: f"{f.token()}=", id="padded-signature"),
    pytest.param(lambda f: f"{f.token()}==", id="padded-signature-twice"),
    pytest.param(lambda f: _resign(f, lambda h, p: (f"{h}=", p)), id="padded-header"),
    pytest.param(lambda f: _resign(f, lambda h, p: (h, f"{p}=")), id="padded-payload"),
    pytest.param(lambda f: f"{f.token()}%3D", id="padded-percent"),
    pytest.param(_other_alphabet_signature, id="other-alphabet-in-the-signature"),
    pytest.param(lambda f: _odd_alphabet(f, in_header=True), id="other-alphabet-in-the-header"),
    pytest.param(lambda f: _odd_alphabet(f, in_header=False), id="other-alphabet-in-the-payload"),
    pytest.param(lambda f: _spare(f.token()), id="spare-bits-in-the-signature"),
    pytest.param(
        lambda f: _resign(f, lambda h, p: (_spare(_one_byte_over(dump(f.header()))), p)), id="spare-bits-in-the-header"
    ),
    pytest.param(
        lambda f: _resign(f, lambda h, p: (h, _spare(_one_byte_over(dump(f.claims()))))),
        id="spare-bits-in-the-payload",
    ),
    pytest.param(lambda f: f"{f.token()}A", id="one-character-more"),
    pytest.param(lambda f: f"{f.token()}AA", id="impossible-length"),
    pytest.param(lambda f: f.token()[:-1], id="one-character-less"),
    pytest.param(lambda f: f"{f.token()}\n", id="trailing-newline"),
    pytest.param(lambda f: f"{f.token()}\r\n", id="trailing-line-end"),
    pytest.param(lambda f: f"\n{f.token()}", id="leading-newline"),
    pytest.param(lambda f: f"{f.token()}\t", id="trailing-tab"),
    pytest.param(lambda f: f"{f.token()}\x0b", id="trailing-vertical-tab"),
    pytest.param(lambda f: f.token().replace(".", ".\n"), id="newline-after-each-dot"),
    pytest.param(lambda f: _resign(f, lambda h, p: (f"{h[:4]}\n{h[4:]}", p)), id="newline-in-the-header"),
    pytest.param(lambda f: _resign(f, lambda h, p: (h, f"{p[:4]}\n{p[4:]}")), id="newline-in-the-payload"),
    pytest.param(lambda f: _resign(f, lambda h, p: (f"{h[:4]}!{h[4:]}", p)), id="stray-character-in-the-header"),
    pytest.param(lambda f: _resign(f, lambda h, p: (h, f"{p[:4]}*{p[4:]}")), id="stray-character-in-the-payload"),
    pytest.param(lambda f: f"{f.token()[:-4]}!{f.token()[-4:]}", id="stray-character-in-the-signature"),
    pytest.param(lambda f: f"{f.token()}\u00e9", id="latin-character"),
    pytest.param(lambda f: f"{f.token()}\u200b", id="zero-width-space"),
    pytest.param(lambda f: f"\ufeff{f.token()}", id="byte-order-mark"),
    pytest.param(lambda f: f.token().replace(".", "\uff0e"), id="fullwidth-dots"),
    pytest.param(lambda f: f.token().replace(".", "\u2024"), id="one-dot-leaders"),
    pytest.param(lambda f: f.token().replace("e", "\u0435", 1), id="cyrillic-e"),
    pytest.param(lambda f: f.token().replace("J", "\uff2a"), id="fullwidth-letters"),
    pytest.param(lambda f: f.token().replace(".", "%2E"), id="percent-dots"),
    pytest.param(lambda f: f.token().upper(), id="upper-case"),
    pytest.param(lambda f: f.token().lower(), id="lower-case"),
    pytest.param(lambda f: f.token()[::-1], id="backwards"),
    pytest.param(lambda f: base64.b64encode(f.token().encode()).decode(), id="encoded-twice"),
    pytest.param(lambda f: f.token().encode().hex(), id="hexadecimal"),
    pytest.param(lambda f: f'"{f.token()}"', id="quoted"),
    pytest.param(lambda f: f"'{f.token()}'", id="quoted-once"),
    pytest.param(lambda f: f"<{f.token()}>", id="angle-brackets"),
    pytest.param(lambda f: f"token={f.token()}", id="named"),
    pytest.param(lambda f: f"{f.token()};a=b", id="parameter"),
    pytest.param(lambda f: f"{f.token()},{f.token()}", id="two-with-a-comma"),
]


def _flattened(f: Forge, **more: object) -> str:
    header, payload, signature = _parts(f)
    return json.dumps({"protected": header, "payload": payload, "signature": signature, **more}, separators=(",", ":"))


def _general(f: Forge) -> str:
    header, payload, signature = _parts(f)
    signatures = [{"protected": header, "signature": signature}]
    return json.dumps({"payload": payload, "signatures": signatures}, separators=(",", ":"))


ODD_SEGMENTS: Final = [
    pytest.param(lambda f: "a", id="one-character"),
    pytest.param(lambda f: "null", id="null"),
    pytest.param(lambda f: ".", id="one-dot"),
    pytest.param(lambda f: "..", id="two-dots"),
    pytest.param(lambda f: "...", id="three-dots"),
    pytest.param(lambda f: "....", id="four-dots"),
    pytest.param(lambda f: _parts(f)[0], id="one-segment"),
    pytest.param(lambda f: ".".join(_parts(f)[:2]), id="two-segments"),
    pytest.param(lambda f: ".".join(_parts(f)[:2]) + ".", id="no-signature"),
    pytest.param(lambda f: "." + ".".join(_parts(f)[1:]), id="no-header"),
    pytest.param(lambda f: "{}..{}".format(*_parts(f)[::2]), id="no-payload"),
    pytest.param(lambda f: compact("", f.segments()[1]), id="no-header-signed"),
    pytest.param(lambda f: compact(f.segments()[0], ""), id="no-payload-signed"),
    pytest.param(lambda f: f"{f.token()}.", id="four-segments-one-empty"),
    pytest.param(lambda f: f".{f.token()}", id="four-segments-first-empty"),
    pytest.param(lambda f: f"{f.token()}.{_parts(f)[2]}", id="four-segments"),
    pytest.param(lambda f: compact(f.segments()[0], ".".join(f.segments())), id="four-segments-signed"),
    pytest.param(lambda f: f"{f.token()}.{_parts(f)[1]}.{_parts(f)[2]}", id="five-segments"),
    pytest.param(lambda f: f"{f.token()}.{f.token()}", id="six-segments"),
    pytest.param(lambda f: "{1}.{0}.{2}".format(*_parts(f)), id="header-and-payload-swapped"),
    pytest.param(lambda f: "{0}.{2}.{1}".format(*_parts(f)), id="payload-and-signature-swapped"),
    pytest.param(lambda f: "{0}.{0}.{2}".format(*_parts(f)), id="header-for-payload"),
    pytest.param(
        lambda f: ".".join((*f.segments(), f.token(payload=f.claims(jti="x")).rpartition(".")[2])),
        id="signature-of-another-token",
    ),
    pytest.param(_flattened, id="json-serialization"),
    pytest.param(_general, id="json-serialization-general"),
    pytest.param(lambda f: _flattened(f, x="a.b.c"), id="json-serialization-with-two-dots"),
    pytest.param(lambda f: f"{_flattened(f)}.{_parts(f)[1]}.{_parts(f)[2]}", id="json-serialization-for-a-header"),
    pytest.param(lambda f: f"{{}}.{f.token().partition('.')[2]}", id="bare-json-for-a-header"),
    pytest.param(
        lambda f: ".".join([segment(b'{"alg":"dir","enc":"A256GCM"}'), "", *_parts(f)]), id="jwe-of-five-segments"
    ),
    pytest.param(
        lambda f: ".".join([segment(dump(f.header())), segment(b"key"), *_parts(f)]), id="jwe-with-a-jws-header"
    ),
    pytest.param(lambda f: f"v4.local.{segment(dump(f.claims()))}", id="paseto"),
]

ODD_SIGNATURES: Final = [
    pytest.param(lambda right: b"", id="empty"),
    pytest.param(lambda right: b"\0", id="one-byte"),
    pytest.param(lambda right: bytes(len(right)), id="zeros"),
    pytest.param(lambda right: right[:16], id="first-half"),
    pytest.param(lambda right: right[:-1], id="one-byte-less"),
    pytest.param(lambda right: right + b"\0", id="trailing-zero"),
    pytest.param(lambda right: b"\0" + right, id="leading-zero"),
    pytest.param(lambda right: right + right, id="twice"),
    pytest.param(lambda right: right[::-1], id="backwards"),
    pytest.param(lambda right: right.hex().encode(), id="hexadecimal"),
    pytest.param(base64.b64encode, id="base64"),
    pytest.param(lambda right: right[:-1] + bytes([right[-1] ^ 1]), id="last-bit"),
    pytest.param(lambda right: bytes([right[0] ^ 128]) + right[1:], id="first-bit"),
    pytest.param(lambda right: bytes(one ^ 255 for one in right), id="complement"),
]
"""Functions from the right signature, in bytes, to a wrong one."""
