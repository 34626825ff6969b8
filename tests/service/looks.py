"""How a page looks: on a phone and a desk, in light and dark."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (375, 1280)
TEXT = 4.5
EDGE = 3.0
"""What WCAG 2.2 asks for: contrast of text (1.4.3), and of what shows where a field is (1.4.11)."""

COLOURS = """() => {
    const opaque = (it) => {
        const colour = getComputedStyle(it).backgroundColor;
        return it.parentElement && colour === "rgba(0, 0, 0, 0)" ? opaque(it.parentElement) : colour;
    };
    const hasText = (it) => [...it.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    const shown = [...document.body.querySelectorAll("*")].filter((it) => it.checkVisibility());
    return [
        ...shown.filter(hasText).map((it) => ["text", it.innerText, getComputedStyle(it).color, opaque(it)]),
        ...shown.filter((it) => it.matches("input[name]")).flatMap((it) => [
            ["text", it.name, getComputedStyle(it).color, opaque(it)],
            ["edge", it.name, getComputedStyle(it).borderTopColor, opaque(it.parentElement)],
        ]),
    ];
}"""


def look_at(page: Page, name: str) -> None:
    """
    Nothing of *page* scrolls sideways, and all of it can be read.

    Where SIGNET_PICTURES names a folder, pictures are kept there for people to look at.
    """
    for width, scheme in product(WIDTHS, ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 700})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        seen = page.evaluate(COLOURS)
        faint = [one for one in seen if contrast(one[2], one[3]) < (TEXT if one[0] == "text" else EDGE)]
        assert seen, "there is something to look at"
        assert faint == [], (width, scheme)
        if folder := os.environ.get("SIGNET_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of ``rgb(1, 2, 3)``, which is as opaque as it can be."""
    assert colour.startswith("rgb("), colour
    shares = [int(one) / 255 for one in colour.removeprefix("rgb(").rstrip(")").split(",")]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
