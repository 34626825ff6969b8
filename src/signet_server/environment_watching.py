"""What the environment says about being watched: METRICS and LOG_FORMAT."""

from __future__ import annotations

import re
from typing import Final

HERE: Final = "127.0.0.1"
ADDRESS: Final = re.compile(r"(?:(?P<host>[\w.-]+|\[[0-9a-f:.]+\]):)?(?P<port>[0-9]{1,5})", re.ASCII)
FORMATS: Final = ("line", "json")


def read_metrics(value: str, port: int, problems: list[str]) -> tuple[str, int] | None:
    """Host and port for Prometheus; None where *value* is empty. Adds to *problems* what is wrong, such as *port*."""
    if not value:
        return None
    found = ADDRESS.fullmatch(value)
    if found is None or not 1 <= int(found["port"]) <= 65_535:
        problems.append("METRICS should be a port, or an address and a port, such as 9464 or 0.0.0.0:9464.")
        return None
    if int(found["port"]) == port:
        problems.append("METRICS should have another port than PORT: everybody can reach that one.")
        return None
    return (found["host"] or HERE).strip("[]"), int(found["port"])


def read_log_format(value: str, problems: list[str]) -> str:
    """*value*. Adds to *problems* what is wrong with it."""
    if value not in FORMATS:
        problems.append(f"LOG_FORMAT should be line or json, not {value!r}.")
    return value
