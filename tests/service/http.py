"""One HTTP request to the running service."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.service.conftest import Service


@dataclass(frozen=True)
class Answer:
    """Status, headers and body; the body as JSON where it is."""

    status: int
    headers: http.client.HTTPMessage
    body: Any


def call(
    service: Service,
    method: str,
    path: str,
    body: object = None,
    *,
    text: str | None = None,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send *body* as JSON, or *text* as it is, with *token* as bearer token."""
    content = text if body is None else json.dumps(body)
    sent = {"Content-Type": "application/json", **(headers or {})}
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=60)
    try:
        connection.request(method, path, content, sent)
        response = connection.getresponse()
        data = response.read()
    finally:
        connection.close()
    is_json = response.headers.get_content_type() == "application/json"
    return Answer(response.status, response.headers, json.loads(data) if is_json else data)
