"""Long names may break after an underscore, a dot or a slash, so that narrow columns stay readable."""

from __future__ import annotations

import re
from typing import Any, Final

from sphinx.application import Sphinx

NAME: Final = re.compile(r'(?<=<span class="pre">)[^<]{13,}(?=</span>)')
BREAK: Final = re.compile(r"(?<=[_./(=,:-])(?=[A-Za-z])")


def setup(app: Sphinx) -> dict[str, bool]:
    """Change each page before it is written."""
    app.connect("html-page-context", _let_break)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _let_break(app: Sphinx, docname: str, template: str, context: dict[str, Any], doctree: object) -> None:
    if "body" in context:
        context["body"] = NAME.sub(lambda name: BREAK.sub("<wbr>", name[0]), context["body"])
