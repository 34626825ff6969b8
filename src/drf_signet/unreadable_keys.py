"""
Hints for a key that can't be read, and how to mend it: damage by environment variables, files and copies.

No sentence holds any of a key. Neither Django nor REST framework is known here.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from textwrap import dedent, fill
from typing import Final, NamedTuple
from urllib.parse import unquote

from signet_tokens.key_kinds import Kind, kind_of

PEM: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
BEGIN: Final = re.compile(r"-+ ?BEGIN [A-Z0-9 ]+")
BASE64: Final = re.compile(r"[A-Za-z0-9+/_\s-]{60,}={0,2}\s*")
PATH: Final = re.compile(r"[\w ./\\:~-]{1,500}\.(pem|key|crt|cer|pub|der|txt|json)|~?(/[\w .-]+){2,}")
VARIABLE: Final = re.compile(r"\$\w+|[$%{]\{?\{? ?\w+ ?\}?\}?%?")
DASHES: Final = re.compile("[\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{MINUS SIGN}]+|(?<!-)-{1,4}(?!-)")


class Mend(NamedTuple):
    """*apply* is the mend; where it changes a key, *sentence* says what to do."""

    apply: Callable[[str], str]
    sentence: str


def _without_quotes(text: str) -> str:
    inner = text.strip()
    return inner[1:-1] if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "\"'`" else text


def _decoded(text: str) -> str:
    try:
        inner = b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return text
    return inner if BEGIN.search(inner) else text


def _with_dashes(text: str) -> str:
    if not re.search("BEGIN [A-Z0-9 ]*(KEY|CERTIFICATE)", text) or PEM.search(text):
        return text
    lines = [DASHES.sub("-----", line) if "BEGIN " in line or "END " in line else line for line in text.splitlines()]
    return "\n".join(lines)


def _with_line_breaks(text: str) -> str:
    return PEM.sub(_in_lines, text)


def _in_lines(found: re.Match[str]) -> str:
    # Lines of "Proc-Type: 4,ENCRYPTED" are no part of the key.
    if ":" in found[2]:
        return found[0]
    body = fill("".join(found[2].split()), 64)
    return f"-----BEGIN {found[1]}-----\n{body}\n-----END {found[1]}-----"


def _framed(text: str) -> str:
    inner = text.strip()
    if "-----" in inner or not BASE64.fullmatch(inner):
        return text
    body = fill("".join(inner.split()), 64)
    for name in ("PRIVATE KEY", "PUBLIC KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "RSA PUBLIC KEY", "CERTIFICATE"):
        if kind_of(framed := f"-----BEGIN {name}-----\n{body}\n-----END {name}-----\n") is not None:
            return framed
    return text


MENDS: Final[Sequence[Mend]] = (
    Mend(lambda text: text.removeprefix("\ufeff").replace("\0", ""), "Save the file as UTF-8, or as plain ASCII."),
    Mend(_without_quotes, "Remove the quotes around it."),
    Mend(_decoded, "It is a PEM document in base64. Decode it with base64.b64decode()."),
    Mend(
        lambda text: re.sub(r"(\\+r)?\\+n", "\n", text) if BEGIN.search(text) else text,
        r'Its line breaks are written as \n. Add .replace("\\n", "\n") where you read it.',
    ),
    Mend(
        lambda text: unquote(text) if "%0A" in text.upper() or "%2B" in text.upper() else text,
        "It is encoded as in a URL (%0A). Decode it with urllib.parse.unquote().",
    ),
    Mend(
        lambda text: re.sub(r"\\\r?\n?", "\n", text) if BEGIN.search(text) else text,
        "Remove the backslashes at the ends of its lines.",
    ),
    Mend(_with_dashes, "BEGIN … and END … need five hyphens on each side. Copy the file again."),
    Mend(lambda text: dedent(text) if BEGIN.search(text) else text, "Remove the spaces in front of its lines."),
    Mend(
        _with_line_breaks,
        "Its line breaks are lost, or became spaces. Keep them (quote the variable), or give the key in base64 and "
        "decode it.",
    ),
    Mend(_framed, "It lacks the lines -----BEGIN … KEY----- and -----END … KEY----- around it."),
)
"""In the order in which they are tried, each on what the one before left."""


def mended(text: str) -> tuple[Kind | None, list[str]]:
    """What kind of key *text* is after every mend that it takes, and what these are; no mends where there is no key."""
    if (kind := kind_of(text)) is not None:
        return kind, []
    sentences: list[str] = []
    for mend in MENDS:
        after = mend.apply(text)
        if after != text:
            text, sentences = after, [*sentences, mend.sentence]
        if sentences and (kind := kind_of(text)) is not None:
            return kind, sentences
    return None, []


def unreadable(text: str) -> str:
    """What *text* may be that is no key, even after every mend."""
    if PATH.fullmatch(text.strip()):
        return "It looks like the path of a file. Give the content of the file, with Path(…).read_text()."
    if VARIABLE.fullmatch(text.strip()):
        return "It looks like the name of a variable that nothing replaced by its value."
    if text.lstrip().startswith("{"):
        return "It begins like a JWK, but it is not JSON, or a part of the key is missing."
    if not BEGIN.search(text):
        return "It is not a PEM document, which begins with -----BEGIN. For a shared secret, set ALGORITHM to 'HS256'."
    return _damaged(text)


def _damaged(text: str) -> str:
    if "ENCRYPTED" in text:
        return "It is encrypted. Remove the passphrase with openssl pkey -in key.pem -out plain.pem."
    if "CERTIFICATE REQUEST" in text:
        return "It is a certificate request. Give the key instead."
    if "-----END " not in text:
        return "It has no -----END line, so its rest is lost. Without quotes, a variable ends at its first line."
    return "It begins like a PEM document, but it is damaged. Copy the file again."
