"""The site of the documents, for Sphinx: `make site`."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

project = "Signet"
author = "The Signet maintainers"
project_copyright = author
release = version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "tools.site.neighbours",
    "tools.site.navigation",
    "tools.site.repository_links",
    "tools.site.anchors",
    "tools.site.raw_pictures",
    "tools.site.glossary_terms",
    "tools.site.breakable_names",
    "tools.site.plain_pages",
]
nitpicky = True
myst_heading_anchors = 6
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "https://drf-signet.readthedocs.io/en/latest/")
html_title = "Signet"
html_logo = html_favicon = "pictures/logo.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_search_scorer = str(ROOT / "tools/site/scorer.js")
html_copy_source = False  # tools.site.plain_pages puts them beside the pages
html_show_sphinx = False
html_use_index = False  # it would be empty
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f4e8c", "color-brand-content": "#1f4e8c"},
    "dark_css_variables": {"color-brand-primary": "#8ab4f0", "color-brand-content": "#8ab4f0"},
}
pygments_style = "default"
pygments_dark_style = "github-dark"
