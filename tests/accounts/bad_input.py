"""Values that no endpoint of accounts should accept, field by field, and values that it should."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

MISSING: Final = object()
"""The field is left out."""

MEGABYTE: Final = 1_000_000
Values = Mapping[str, Any]

NO_TEXT: Final[Values] = {
    "missing": MISSING,
    "null": None,
    "list": ["text"],
    "list-of-nothing": [],
    "object": {"text": "text"},
    "boolean": True,
}
EMPTY: Final[Values] = {"empty": ""}
BLANK: Final[Values] = {"blank": "   ", "line-break": "\n", "wide-blank": "\u3000"}
"""Passwords and tokens are not trimmed; all other fields are."""

UNWRITABLE: Final[Values] = {"nul": "a\0b", "surrogate": "a\ud800b", "nul-alone": "\0"}
LONG: Final[Values] = {"megabyte": "a" * MEGABYTE}

HIDDEN: Final[Values] = {
    "right-to-left-override": "ad\u202ea",
    "left-to-right-isolate": "ad\u2066a",
    "right-to-left-mark": "ad\u200fa",
    "zero-width-space": "ad\u200ba",
    "word-joiner": "ad\u2060a",
    "byte-order-mark": "\ufeffada",
    "soft-hyphen": "ad\u00ada",
    "tag": "ad\U000e0041a",
    "line-break": "ad\na",
    "line-separator": "ad\u2028a",
    "escape": "ad\x1b[31ma",
    "delete": "ad\x7fa",
    "private-use": "ad\ue000a",
    "no-character": "ad\uffffa",
    "unassigned": "ad\u0378a",
}
"""In a name: characters that can't be seen, or that turn the text around."""

CONFUSABLE: Final[Values] = {
    "cyrillic-in-latin": "\u0430da",
    "latin-in-cyrillic": "\u0430\u0434a",
    "greek-in-latin": "\u03bflga",
    "cherokee-in-latin": "\u13aada",
    "lisu-in-latin": "\ua4eeda",
}
"""In a username: letters of one script that look like those of another, in one word."""

ODD_USERNAMES: Final[Values] = {
    "joiner": "ad\u200da",
    "non-joiner": "ad\u200ca",
    "blank-within": "ada b",
    "emoji": "ada\U0001f600",
    "combining-alone": "\u0301",
    "bracket": "<ada>",
    "too-long": "a" * 151,
    "too-long-when-normalized": "\ufdfa" * 100,
}

ODD_ADDRESSES: Final[Values] = {
    "no-at": "ada",
    "two-ats": "ada@x@example.com",
    "at-alone": "@",
    "no-local-part": "@example.com",
    "no-domain": "ada@",
    "quoted": '"ada"@example.com',
    "quoted-blank": '"ada lovelace"@example.com',
    "quoted-at": '"ada@x"@example.com',
    "quoted-escape": '"ad\\"a"@example.com',
    "comment": "ada(x)@example.com",
    "named": "Ada <ada@example.com>",
    "two-addresses": "ada@example.com,grace@example.com",
    "two-addresses-with-blank": "ada@example.com grace@example.com",
    "two-addresses-with-semicolon": "ada@example.com;grace@example.com",
    "leading-dot": ".ada@example.com",
    "trailing-dot": "ada.@example.com",
    "two-dots": "a..da@example.com",
    "domain-leading-dot": "ada@.example.com",
    "domain-trailing-dot": "ada@example.com.",
    "domain-two-dots": "ada@example..com",
    "domain-hyphen": "ada@-example.com",
    "domain-underscore": "ada@exa_mple.com",
    "long-local-part": "a" * 65 + "@example.com",
    "long": "a" * 60 + "@" + ("b" * 60 + ".") * 4 + "com",
    "long-label": "ada@" + "b" * 64 + ".com",
    "header": "ada@example.com\nBcc: grace@example.com",
    "header-cr": "ada@example.com\r\nBcc: grace@example.com",
    "idn": "ada@b\u00fccher.example",
    "accent": "\u00e4da@example.com",
    "cyrillic": "\u0430da@example.com",
    "cyrillic-domain": "ada@ex\u0430mple.com",
    "fullwidth": "\uff41\uff44\uff41@example.com",
    "fullwidth-at": "ada\uff20example.com",
    "fullwidth-dot": "ada@example\uff0ecom",
    "ideographic-dot": "ada@example\u3002com",
    "kelvin": "ada@\u212aexample.com",
    "dotless-i": "\u0131da@example.com",
    "joiner": "ad\u200da@example.com",
    "zero-width-space": "ad\u200ba@example.com",
    "right-to-left-override": "ad\u202ea@example.com",
    "number": 5,
}

ODD_TOKENS: Final[Values] = {
    "word": "token",
    "number": 5,
    "colon": ":",
    "colons": "::",
    "blank": " ",
    "signed-by-nobody": "eyJ1c2VyIjoiMSJ9:1aaaaa",
    "no-base64": "\u00e4:\u00e4",
    "long": "a" * 2_049,
    "line-break": "\n",
}

GOOD_NAMES: Final[Values] = {
    "accents": "Zo\u00eb",
    "combined-accent": "Zoe\u0308",
    "apostrophe": "O'Connor",
    "hyphen": "Anne-Marie",
    "blank": "Mary Ann",
    "persian-non-joiner": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "devanagari-joiner": "\u0915\u094d\u200d\u0937",
    "arabic": "\u0645\u062d\u0645\u062f",
    "hebrew": "\u05e9\u05dc\u05d5\u05dd",
    "japanese": "\u5c71\u7530\u305f\u308d\u3046",
    "cyrillic": "\u041e\u043b\u044c\u0433\u0430",
    "two-scripts": "Ada \u0410\u0434\u0430",
    "emoji-family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "fullwidth": "\uff21\uff44\uff41",
    "markup": "<script>alert(1)</script>",
    "percent": "%s {name} {{ name }}",
    "number": 5,
    "as-long-as-can-be": "a" * 100,
}
"""In a first name: kept as they are, except that blanks at the ends go, and a number becomes its digits."""

GOOD_USERNAMES: Final[Mapping[str, tuple[Any, str]]] = {
    "plain": ("ada", "ada"),
    "signs": ("a.d+a-@_", "a.d+a-@_"),
    "accents": ("z\u00fcrich", "z\u00fcrich"),
    "combined-accent": ("zu\u0308rich", "z\u00fcrich"),
    "fullwidth": ("\uff41\uff44\uff41", "ada"),
    "ligature": ("\ufb01n", "fin"),
    "blanks-around": ("  ada ", "ada"),
    "one-script": ("\u043e\u043b\u044c\u0433\u0430", "\u043e\u043b\u044c\u0433\u0430"),
    "japanese": ("\u5c71\u7530\u305f\u308d\u3046", "\u5c71\u7530\u305f\u308d\u3046"),
    "number": (5, "5"),
    "as-long-as-can-be": ("a" * 150, "a" * 150),
}
"""The name that is sent, and the name that the user gets."""

GOOD_ADDRESSES: Final[Mapping[str, tuple[str, str]]] = {
    "plain": ("new@example.com", "new@example.com"),
    "upper-case": ("New@Example.COM", "new@example.com"),
    "plus": ("new+tag@example.com", "new+tag@example.com"),
    "signs": ("n.e-w_'!#$%&*/=?^`{|}~@example.com", "n.e-w_'!#$%&*/=?^`{|}~@example.com"),
    "blanks-around": (" new@example.com\n", "new@example.com"),
    "punycode": ("new@xn--bcher-kva.example", "new@xn--bcher-kva.example"),
    "longest-local-part": ("n" * 64 + "@example.com", "n" * 64 + "@example.com"),
    "longest": ("n" * 64 + "@" + ("b" * 61 + ".") * 3 + "com", "n" * 64 + "@" + ("b" * 61 + ".") * 3 + "com"),
}

GOOD_PASSWORDS: Final[Values] = {
    "sentence": "correct horse battery staple",
    "blanks-around": "  correct horse  ",
    "longest": "long-" * 204 + "long",
    "any-script": "\u043f\u0430\u0440\u043e\u043b\u044c-\u30d1\u30b9\u30ef\u30fc\u30c9",
    "emoji": "\U0001f434\U0001f50b\U0001f4ce\u2705\U0001f434\U0001f50b\U0001f4ce\u2705",
    "hidden": "horse\u202e\u200bbattery",
    "line-break": "horse\nbattery",
    "number": 91_827_364_554_637,
}
"""Every character counts, and none is changed."""

BODIES: Final[Mapping[str, tuple[bytes, str]]] = {
    "list": (b"[]", "application/json"),
    "list-of-bodies": (b"[{}]", "application/json"),
    "text": (b'"text"', "application/json"),
    "number": (b"5", "application/json"),
    "null": (b"null", "application/json"),
    "true": (b"true", "application/json"),
    "empty-object": (b"{}", "application/json"),
    "no-json": (b"{", "application/json"),
    "trailing-comma": (b'{"email": "a@example.com",}', "application/json"),
    "not-a-number": (b'{"email": NaN}', "application/json"),
    "endless-number": (b'{"email": ' + b"9" * 10_000 + b"}", "application/json"),
    "deep-list": (b"[" * 100_000 + b"]" * 100_000, "application/json"),
    "deep-object": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
    "deep-field": (b'{"email":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json"),
    "invalid-utf-8": (b'{"email": "\xff\xfe"}', "application/json"),
    "cut-utf-8": (b'{"email": "\xe2\x82', "application/json"),
    "utf-16": ('{"email": "a"}'.encode("utf-16"), "application/json"),
    "byte-order-mark": (b"\xef\xbb\xbf{}", "application/json"),
    "nothing": (b"", "application/json"),
    "nul": (b"\0", "application/json"),
    "form": (b"email=%FF%00", "application/x-www-form-urlencoded"),
    "multipart": (
        b"--x\r\nContent-Disposition: form-data; name=email\r\n\r\n\0\xff\r\n--x--",
        "multipart/form-data; boundary=x",
    ),
    "file": (
        b'--x\r\nContent-Disposition: form-data; name=email; filename="a"\r\n\r\na@example.com\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
    "broken-multipart": (b"--x", "multipart/form-data"),
    "charset-hex": (b"7b7d", "application/json; charset=hex"),
    "charset-unknown": (b"{}", "application/json; charset=nonsense"),
    "charset-zlib": (b"{}", "application/json; charset=zlib"),
}
"""Bodies without any field, or that can't be read: a 400 at each endpoint that reads a body."""
