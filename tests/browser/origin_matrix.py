"""
The expected answer to every request that changes something, by the headers that say where it comes from.

The service is ``https://api.example.com``. CSRF_TRUSTED_ORIGINS has ``https://app.example.com`` and
``https://*.preview.example.org``. ``+`` is answered, ``-`` is refused with 403 ``origin_refused``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

HOST: Final = "api.example.com"
TRUSTED_ORIGINS: Final = ["https://app.example.com", "https://*.preview.example.org"]

ORIGINS: Final[Mapping[str, str | None]] = {
    "absent": None,
    "own": "https://api.example.com",
    "own-http": "http://api.example.com",
    "own-port": "https://api.example.com:8443",
    "trusted": "https://app.example.com",
    "wildcard": "https://pr-7.preview.example.org",
    "trusted-http": "http://app.example.com",
    "sibling": "https://shop.example.com",
    "lookalike": "https://evilpreview.example.org",
    "prefixed": "https://app.example.com.evil.example",
    "evil": "https://evil.example",
    "null": "null",
    "empty": "",
    "doubled": "https://app.example.com, https://app.example.com",
    "own-doubled": "https://api.example.com,https://api.example.com",
}

SITES: Final[Mapping[str, str | None]] = {
    "absent": None,
    "same-origin": "same-origin",
    "none": "none",
    "same-site": "same-site",
    "cross-site": "cross-site",
    "upper-case": "Same-Origin",
    "garbage": "yes",
    "empty": "",
    "doubled": "same-origin, same-origin",
    "two": "cross-site,same-origin",
}

# fmt: off
WITH_COOKIE: Final = """
                absent own own-http own-port trusted wildcard trusted-http sibling lookalike prefixed evil null empty doubled own-doubled
    absent        -     +     -        -        +       +          -          -        -         -      -    -     -      -        -
    same-origin   +     +     +        +        +       +          +          +        +         +      +    +     +      +        +
    none          +     +     +        +        +       +          +          +        +         +      +    +     +      +        +
    same-site     -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    cross-site    -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    upper-case    -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    garbage       -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    empty         -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    doubled       -     -     -        -        -       -          -          -        -         -      -    -     -      -        -
    two           -     -     -        -        -       -          -          -        -         -      -    -     -      -        -
"""  # noqa: E501

WITHOUT_COOKIE: Final = """
                absent own own-http own-port trusted wildcard trusted-http sibling lookalike prefixed evil null empty doubled own-doubled
    absent        +     +     -        -        +       +          -          -        -         -      -    -     -      -        -
    same-origin   +     +     +        +        +       +          +          +        +         +      +    +     +      +        +
    none          +     +     +        +        +       +          +          +        +         +      +    +     +      +        +
    same-site     -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    cross-site    -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    upper-case    -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    garbage       -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    empty         -     -     -        -        +       +          -          -        -         -      -    -     -      -        -
    doubled       -     -     -        -        -       -          -          -        -         -      -    -     -      -        -
    two           -     -     -        -        -       -          -          -        -         -      -    -     -      -        -
"""  # noqa: E501
# fmt: on


class Cell(NamedTuple):
    """One request, and whether it is answered."""

    site: str
    origin: str
    has_cookie: bool
    is_answered: bool

    @property
    def headers(self) -> dict[str, str]:
        """The two headers, as keys of ``request.META``; one that is absent is left out."""
        said = {"HTTP_SEC_FETCH_SITE": SITES[self.site], "HTTP_ORIGIN": ORIGINS[self.origin]}
        return {name: value for name, value in said.items() if value is not None}


def cells() -> Iterator[Cell]:
    """Every cell of both tables."""
    for has_cookie, table in ((True, WITH_COOKIE), (False, WITHOUT_COOKIE)):
        head, *rows = [line.split() for line in table.strip().splitlines()]
        assert head == list(ORIGINS)
        assert [row[0] for row in rows] == list(SITES)
        for site, *marks in rows:
            assert len(marks) == len(head)
            for origin, mark in zip(head, marks, strict=True):
                assert mark in "+-"
                yield Cell(site, origin, has_cookie, mark == "+")


ANSWERS: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = {
    "sign-in": {"POST": (200, 200), "PUT": (405, 405), "PATCH": (405, 405), "DELETE": (405, 405)},
    "refresh": {"POST": (200, 401), "PUT": (405, 405), "PATCH": (405, 405), "DELETE": (405, 405)},
    "logout": {"POST": (204, 204), "PUT": (405, 405), "PATCH": (405, 405), "DELETE": (405, 405)},
    "logout-all": {"POST": (204, 204), "PUT": (405, 405), "PATCH": (405, 405), "DELETE": (405, 405)},
}
"""The status of what is answered, with the cookie and without it."""

SAFE_ANSWERS: Final[Mapping[str, int]] = {"GET": 405, "HEAD": 405, "OPTIONS": 200, "TRACE": 405}
"""The status of what changes nothing, in every cell of both tables."""
