"""``python -m tools.pictures``: take the pictures in ``docs/pictures`` anew, from the demo as it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Page, expect

from tests.real_parts.chromium import chromium
from tests.service.conftest import running_demo
from tests.service.web_app import go_to, press
from tools.make_venv import ROOT

FOLDER: Final = ROOT / "docs" / "pictures"
WIDTH: Final = 1200
COLOURS: Final = 64
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def main() -> None:
    """One file for each picture and colour scheme: the first page, and what `PICTURES` prepares."""
    with TemporaryDirectory() as folder, running_demo(Path(folder) / "demo", {}) as demo, chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": 700}, device_scale_factor=1.5)
        page.goto(demo.url)
        expect(page.get_by_role("region", name="Our client")).to_be_visible()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            keep(above_footer(page), FOLDER / f"requests-{scheme}.png")
        press(page, "Sign in")
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Ada")
        for name, prepare in PICTURES.items():
            prepare(page)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                keep(page.get_by_role("main").screenshot(), FOLDER / f"{name}-{scheme}.png")


def keep(picture: bytes, path: Path) -> None:
    """Write *picture* with as few colours as the page has, a fraction of its size."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def above_footer(page: Page) -> bytes:
    """The page as visitors first see it, without the links below."""
    height: float = page.locator("footer").evaluate("(it) => it.offsetTop")
    return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})


def steal(page: Page) -> None:
    """The thief has tried the copy."""
    go_to(page, "Theft")
    for button in ("Open a second session", "Copy the refresh token", "Refresh twice"):
        press(page, button)
    expect(page.get_by_role("status").filter(has_text="The 10 seconds are over.")).to_be_visible(timeout=15_000)
    press(page, "Replay the stolen token")
    expect(page.get_by_text("401 token_reused")).to_be_visible()


PICTURES: Final[Mapping[str, Callable[[Page], None]]] = {"theft": steal}

if __name__ == "__main__":
    main()
