"""The files of ``deploy/``, as the tests read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
FILES: Final = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
MANIFESTS: Final = sorted((DEPLOY / "kubernetes").rglob("*.yaml"))


def text(name: str) -> str:
    """The file *name* of the folder."""
    return (DEPLOY / name).read_text()


def loaded(name: str) -> Any:
    """The YAML of the file *name*."""
    return yaml.safe_load(text(name))


def seconds(unit: str, name: str) -> int:
    """The seconds of the setting *name* of a *unit* of systemd."""
    return int(re.findall(rf"(?m)^{name}=(\d+)$", text(f"systemd/{unit}"))[0])


def assignments(lines: str) -> dict[str, str]:
    """The variables of an ``EnvironmentFile``."""
    return dict(one.split("=", 1) for one in lines.splitlines() if one and not one.startswith("#"))


def pods() -> Iterator[tuple[str, Any]]:
    """Each template of a pod, and the manifest that it is of."""
    for path in MANIFESTS:
        manifest = loaded(str(path.relative_to(DEPLOY)))
        spec = manifest.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if isinstance(spec.get("template"), dict):
            yield path.name, spec["template"]["spec"]
