"""
A hint for a key that its algorithm can't use: what it is instead, and how to mend it. It holds none of the key.

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

from typing import Final

from drf_signet.unreadable_keys import BEGIN, mended, unreadable
from signet_tokens.key_kinds import JWK_SET, Kind, kind_of
from signet_tokens.keys import ALGORITHMS, MAXIMUM_RSA_BITS, MINIMUM_RSA_BITS, is_symmetric

EMPTY: Final = "It is empty, as if read from an environment variable that isn't set."
DER: Final = (
    "It is in DER form, or not a key. To make a PEM document, run openssl pkey -inform DER -in key.der -out key.pem."
)
UTF_16: Final = "Save it as UTF-8. It is UTF-16, which PowerShell writes by default."
SEVERAL: Final = "It holds several keys. Leave only the one that belongs here."
NO_TEXT: Final = "It holds a character that isn't text. Copy the file again."
SECRET: Final = "Run python -c 'import secrets; print(secrets.token_urlsafe(64))' to make a good one."
SET: Final = "It is a whole JWK Set. Set SIGNING_KEYS to it, or JWK_URL to its address, or use one of its keys."


def hint_for(material: str | bytes, algorithm: str) -> str:
    """What is wrong with *material* as a key for *algorithm*, and what to do."""
    try:
        text = material.decode() if isinstance(material, bytes) else material
    except UnicodeDecodeError:
        return UTF_16 if b"B\0E\0G\0I\0N\0" in material else DER
    if not text.strip():
        return EMPTY
    kind, sentences = mended(text)
    if is_symmetric(algorithm):
        sentences.append(_for_secret(kind, algorithm))
    elif kind is None:
        sentences.append(unreadable(text))
    else:
        sentences += _misfit(kind, algorithm)
    return " ".join(sentences) or (SEVERAL if len(BEGIN.findall(text)) > 1 else NO_TEXT)


def is_private(material: str | bytes) -> bool:
    """Whether *material*, which can be read, holds the private half of a key pair."""
    kind = kind_of(material if isinstance(material, str) else material.decode("latin-1"))
    return kind is not None and kind.is_private


def _for_secret(kind: Kind | None, algorithm: str) -> str:
    pairs = [one for one in ALGORITHMS if kind is not None and one in kind.algorithms]
    if pairs:
        return f"It is half of a key pair, but {algorithm} needs a secret. Set ALGORITHM to {pairs[0]!r}."
    return f"{algorithm} needs a secret, not a key in PEM form. {SECRET}"


def _misfit(kind: Kind, algorithm: str) -> list[str]:
    if kind.words == JWK_SET:
        return [SET]
    if algorithm not in kind.algorithms:
        usable = [one for one in ALGORITHMS if one in kind.algorithms]
        other = f", which works with ALGORITHM {usable[0]!r}" if usable else ""
        return [f"It is {kind.words}{other}; {algorithm} needs another one."]
    if kind.bits is not None and not MINIMUM_RSA_BITS <= kind.bits <= MAXIMUM_RSA_BITS:
        return [f"It is {kind.words}. To make one of a good length, run openssl genrsa 3072."]
    return []
