"""Odd ``Authorization`` headers, as data."""

from __future__ import annotations

from typing import Final

import pytest

TOKEN: Final = "{token}"
"""Where a good token is put."""

ACCEPTED: Final = [
    pytest.param("Bearer {token}", id="plain"),
    pytest.param("bearer {token}", id="lower-case"),
    pytest.param("BEARER {token}", id="upper-case"),
    pytest.param("bEARER {token}", id="mixed-case"),
    pytest.param("Bearer  {token}", id="two-spaces"),
    pytest.param("Bearer          {token}", id="ten-spaces"),
    pytest.param("  Bearer {token}", id="leading-spaces"),
    pytest.param("Bearer {token}  ", id="trailing-spaces"),
]

NO_TOKEN_OF_OURS: Final = [
    pytest.param("", id="empty"),
    pytest.param(" ", id="space"),
    pytest.param("{token}", id="no-scheme"),
    pytest.param("{token} Bearer", id="scheme-last"),
    pytest.param("Basic YWRhOmNvcnJlY3QtaG9yc2UtYmF0dGVyeQ==", id="basic"),
    pytest.param("Basic {token}", id="token-as-basic"),
    pytest.param("Basic YTpi, Bearer {token}", id="basic-then-bearer"),
    pytest.param("Token {token}", id="token-scheme"),
    pytest.param("JWT {token}", id="jwt-scheme"),
    pytest.param("DPoP {token}", id="dpop-scheme"),
    pytest.param("Negotiate {token}", id="negotiate"),
    pytest.param("Bearer{token}", id="no-space"),
    pytest.param("Bearer:{token}", id="colon"),
    pytest.param("Bearer: {token}", id="colon-and-space"),
    pytest.param("Bearer={token}", id="equals"),
    pytest.param("Bearer, {token}", id="comma"),
    pytest.param('"Bearer" {token}', id="quoted-scheme"),
    pytest.param("Bearers {token}", id="longer-scheme"),
    pytest.param("Beare {token}", id="shorter-scheme"),
    pytest.param("Bearer\t{token}", id="tab"),
    pytest.param("\tBearer {token}", id="leading-tab"),
    pytest.param("Bearer\n{token}", id="newline"),
    pytest.param("Bearer\r\n {token}", id="folded"),
    pytest.param("Bearer\x0b{token}", id="vertical-tab"),
    pytest.param("Bearer\0{token}", id="nul"),
    pytest.param("Bearer\0 {token}", id="scheme-with-nul"),
    pytest.param("Bearer\xa0{token}", id="no-break-space"),
    pytest.param("Bearer\u3000{token}", id="ideographic-space"),
    pytest.param("\uff22earer {token}", id="fullwidth-scheme"),
    pytest.param("\u0412earer {token}", id="cyrillic-scheme"),
    pytest.param("B\xe9arer {token}", id="latin-scheme"),
    pytest.param("\ufeffBearer {token}", id="byte-order-mark"),
    pytest.param("{token}" * 40, id="9-kB"),
    pytest.param("Authorization: Bearer {token}", id="header-in-the-header"),
]
"""The request is taken as one without a token."""

NOT_ONE_TOKEN: Final = [
    pytest.param("Bearer", id="scheme-alone"),
    pytest.param("Bearer ", id="scheme-and-space"),
    pytest.param("   bearer   ", id="scheme-in-spaces"),
    pytest.param("Bearer {token} {token}", id="two-tokens"),
    pytest.param("Bearer {token}  x", id="word-more"),
    pytest.param("Bearer x {token}", id="word-before"),
    pytest.param("Bearer {token} x y", id="two-words-more"),
    pytest.param("Bearer Bearer {token}", id="scheme-twice"),
    pytest.param("Bearer {token}, Bearer {token}", id="two-headers"),
    pytest.param("Bearer {token},Bearer {token}", id="two-headers-no-space"),
    pytest.param("Bearer {token}, Basic YTpi", id="bearer-then-basic"),
    pytest.param('Bearer realm="api", token="{token}"', id="parameters"),
    pytest.param("Bearer {token} ; x", id="semicolon"),
    pytest.param("Bearer " + "x " * 5_000, id="10-kB-of-words"),
]

NO_TOKEN_AT_ALL: Final = [
    pytest.param("Bearer {token},{token}", id="two-with-a-comma"),
    pytest.param("Bearer {token},", id="trailing-comma"),
    pytest.param("Bearer ,{token}", id="leading-comma"),
    pytest.param("Bearer {token};x=y", id="parameter"),
    pytest.param('Bearer "{token}"', id="quoted"),
    pytest.param("Bearer <{token}>", id="angle-brackets"),
    pytest.param("Bearer token={token}", id="named"),
    pytest.param("Bearer \t{token}", id="space-and-tab"),
    pytest.param("Bearer {token}\t", id="trailing-tab"),
    pytest.param("Bearer {token}\r\n", id="trailing-line-end"),
    pytest.param("Bearer {token}\r\nX-Admin:1", id="header-injection"),
    pytest.param("Bearer {token}\0", id="trailing-nul"),
    pytest.param("Bearer \0{token}", id="leading-nul"),
    pytest.param("Bearer {token}\xa0", id="no-break-space"),
    pytest.param("Bearer {token}\xe9", id="latin"),
    pytest.param("Bearer {token}\u0416", id="cyrillic"),
    pytest.param("Bearer \u540d\u524d", id="chinese"),
    pytest.param("Bearer {token}\U0001f600", id="emoji"),
    pytest.param("Bearer {token}\ud800", id="lone-surrogate"),
    pytest.param("Bearer null", id="null"),
    pytest.param("Bearer undefined", id="undefined"),
    pytest.param("Bearer [object", id="object"),
    pytest.param("Bearer " + "x" * 9_000, id="9-kB"),
    pytest.param("Bearer " + "x.y.z" * 4_000, id="20-kB"),
    pytest.param("Bearer " + "." * 16_384, id="dots-alone"),
]
"""One word after our scheme, which is no token."""
