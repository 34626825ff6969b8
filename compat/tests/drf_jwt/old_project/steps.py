"""The parts of a case, and what many of them send."""

# mypy: ignore-errors

from __future__ import annotations

from typing import Any, Final

from project import PASSWORD

Step = dict[str, Any]
ADA: Final = {"username": "ada", "password": PASSWORD}
ROOT: Final = {"username": "root", "password": PASSWORD}
BODIES: Final = {
    "nothing": {"json": {}},
    "list": {"json": []},
    "text": {"json": "text"},
    "null": {"json": None},
    "malformed": {"raw": "{", "type": "application/json"},
    "latin": {"raw": b"\xff", "type": "application/json"},
    "plain": {"raw": "x", "type": "text/plain"},
    "deep": {"raw": "[" * 100_000, "type": "application/json"},
    "form_nothing": {"form": {}},
}
FIELDS: Final = {
    "number": 7, "true": True, "null": None, "list": ["x"], "object": {"x": 1}, "nul": "a\0b", "surrogate": "\ud800",
    "blank": "", "spaces": "   ", "long": "x" * 5_000,
}  # fmt: skip
PREFIX: Final = {"1.x": "JWT", "1.19": "Bearer"}
AWAY: Final = {"HTTP_ORIGIN": "https://evil.example"}
FRIEND: Final = {"HTTP_ORIGIN": "https://friend.example"}
HERE: Final = {"HTTP_ORIGIN": "http://testserver"}


def case(name: str, *steps: Step, group: str = "default") -> dict[str, Any]:
    """A case of *group*."""
    return {"name": f"{group}: {name}", "group": group, "steps": list(steps)}


def post(path: str, body: Any = None, **more: Any) -> Step:
    """A POST of JSON, or of what *more* says."""
    return {"method": "POST", "path": path, **({} if body is None else {"json": body}), **more}


def me(header: str | None, method: str = "GET", path: str = "/me/", **more: Any) -> Step:
    """A request with *header*."""
    headers = {} if header is None else {"HTTP_AUTHORIZATION": header}
    return {"method": method, "path": path, "headers": {**headers, **more.pop("headers", {})}, **more}
