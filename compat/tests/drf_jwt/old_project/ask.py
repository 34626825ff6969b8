"""
Ask every case of a dialect, of the old package or of ours, and write down the answers.

    python ask.py 1.x [--ours] [GROUP …]

The old packages read their settings once, so they need a process for each group; ours can be asked for all in one.
"""

# mypy: ignore-errors

from __future__ import annotations

import json
import logging
import re
import sys
import time
import warnings
from base64 import urlsafe_b64decode
from typing import Any, Final

from cases import cases_of
from forge import tokens
from groups import groups_of
from project import set_up

UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
JWT: Final = re.compile(r"eyJ[\w-]*\.[\w-]+\.[\w-]*")
HEADERS: Final = ("WWW-Authenticate", "Allow")
NEAR: Final = 10**7


def main(arguments: list[str]) -> None:
    """Write the answers to standard output, as JSON."""
    warnings.simplefilter("ignore")
    logging.disable()
    dialect, is_ours = arguments[0], "--ours" in arguments
    groups = [one for one in arguments[1:] if one != "--ours"] or list(groups_of(dialect))
    if is_ours:
        install(dialect)
    set_up(dialect, groups_of(dialect)[groups[0]])
    answers: dict[str, Any] = {}
    from django.test import override_settings

    for group in groups:
        with override_settings(**{"JWT_AUTH": {}, **groups_of(dialect)[group]}):
            answers.update({one["name"]: _ask(one) for one in cases_of(dialect) if one["group"] == group})
    json.dump(answers, sys.stdout)


def install(dialect: str) -> None:
    """Let ``import rest_framework_jwt`` mean ours."""
    from drf_signet_compat import drf_jwt
    from drf_signet_compat.drf_jwt import v1_19

    (v1_19 if dialect == "1.19" else drf_jwt).install()


def _ask(case: dict[str, Any]) -> list[Any]:
    from django.core.cache import cache
    from django.db import connection, transaction

    cache.clear()
    answers: list[Any] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Each case starts to count its rows from one.
            cursor.execute("DELETE FROM sqlite_sequence WHERE name LIKE 'blacklist%'")
        answer = ""
        for step in case["steps"]:
            response, error = _send(step, answer)
            answers.append(_described(response, error))
            body = _body(response)
            answer = body["token"] if isinstance(body, dict) and isinstance(body.get("token"), str) else answer
        transaction.set_rollback(True)
    return answers


def _send(step: dict[str, Any], answer: str) -> tuple[Any, str | None]:
    from django.core.signals import got_request_exception
    from rest_framework.test import APIClient

    step = _filled(step, {**tokens(int(time.time())), "answer": answer})
    errors: list[str] = []

    def note(**kwargs: Any) -> None:
        errors.append(getattr(sys.exc_info()[0], "__name__", "?"))

    client = APIClient(raise_request_exception=False)
    for name, value in step.get("cookies", {}).items():
        client.cookies[name] = value
    got_request_exception.connect(note)
    send = getattr(client, step["method"].lower())
    response = send(step["path"], **_written(step), **step.get("headers", {}))
    got_request_exception.disconnect(note)
    return response, errors[0] if errors else None


def _filled(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"@(\w+)", lambda found: known.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {name: _filled(one, known) for name, one in value.items()}
    return [_filled(one, known) for one in value] if isinstance(value, list) else value


def _written(step: dict[str, Any]) -> dict[str, Any]:
    if "json" in step:
        return {"data": json.dumps(step["json"]), "content_type": "application/json"}
    if "form" in step:
        return {"data": step["form"], "format": "multipart"}
    return {"data": step["raw"], "content_type": step["type"]} if "raw" in step else {}


def _body(response: Any) -> Any:
    if not response.content or "json" not in response.headers.get("Content-Type", ""):
        return None
    return json.loads(response.content)


def _described(response: Any, error: str | None) -> dict[str, Any]:
    if error is not None:
        return {"status": response.status_code, "error": error}
    described = {"status": response.status_code, "body": _plain(_body(response))}
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    if "Allow" in headers:
        headers["Allow"] = sorted(headers["Allow"].split(", "))
    cookies = {name: _cookie(one) for name, one in response.cookies.items()}
    return {**described, "headers": headers, **({"cookies": cookies} if cookies else {})}


def _cookie(morsel: Any) -> dict[str, Any]:
    attributes = {name: value for name, value in morsel.items() if value and name not in ("expires", "version")}
    if "max-age" in attributes:
        attributes["max-age"] = round(attributes["max-age"], -1)
    return {"is_token": bool(JWT.fullmatch(morsel.value)), **attributes}


def _plain(value: Any) -> Any:
    """*value* without what differs from one time to the next."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value - time.time()) < NEAR:
        return f"now{round(value - time.time(), -1) or 0:+.0f}"
    if isinstance(value, str) and JWT.fullmatch(value):
        header, claims = (json.loads(urlsafe_b64decode(one + "==")) for one in value.split(".")[:2])
        return {"header": header, "claims": _plain(claims)}
    if isinstance(value, str) and UUID.fullmatch(value):
        return "a uuid"
    return value


if __name__ == "__main__":
    main(sys.argv[1:])
