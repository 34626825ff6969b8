"""A test case that writes down every answer, so that the answers of two runs can be compared."""

from __future__ import annotations

import base64
import json
import os
import re
from http.cookies import Morsel
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from rest_framework.response import Response
from rest_framework.test import APIClient, APITestCase

PASSWORD = "a tall ship and a star"
NEW_EACH_TIME = {"jti", "exp", "iat"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")
TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")


def part(token: str, number: int) -> dict[str, Any]:
    """The header (0) or the claims (1) of *token*."""
    encoded = token.split(".")[number]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    return read


def lasting(value: Any) -> Any:
    """*value* without what is new each time: of a token how it is signed and its claims, of a time that it is one."""
    if isinstance(value, dict):
        return {name: lasting(one) for name, one in value.items()}
    if isinstance(value, list):
        return [lasting(one) for one in value]
    if isinstance(value, str) and TIME.fullmatch(value):
        return "a time"
    if isinstance(value, str) and TOKEN.fullmatch(value):
        claims = {name: "new" if name in NEW_EACH_TIME else one for name, one in part(value, 1).items()}
        header = part(value, 0)
        return {"alg": header["alg"], "typ": header["typ"], "claims": claims}
    return value


def cookie(morsel: Morsel[str]) -> dict[str, Any]:
    """A cookie's value and attributes, but for its dates."""
    kept = {name: value for name, value in morsel.items() if name != "expires"}
    return {"value": "" if morsel.key in {"sessionid", "csrftoken"} else lasting(morsel.value), **kept}


class RecordingClient(APIClient):
    """Writes each answer into the file that the environment names."""

    def request(self, **kwargs: Any) -> Response:
        """Send, write down, answer."""
        response = super().request(**kwargs)
        line = {
            "asked": f"{response.request['REQUEST_METHOD']} {response.request['PATH_INFO']}",
            "status": response.status_code,
            "type": response.headers.get("Content-Type"),
            "authenticate": response.headers.get("WWW-Authenticate"),
            "body": lasting(json.loads(response.content)) if response.content else None,
            "cookies": {name: cookie(morsel) for name, morsel in response.cookies.items()},
        }
        with Path(os.environ["TRANSCRIPT"]).open("a") as transcript:
            transcript.write(json.dumps(line) + "\n")
        return response


class RecordedTestCase(APITestCase):
    """Has a user, and writes down what is answered."""

    client_class = RecordingClient

    @classmethod
    def setUpTestData(cls) -> None:
        """One active user."""
        cls.user = User.objects.create_user("ada", "ada@example.com", PASSWORD, first_name="Ada")

    def show(self, token: object) -> None:
        """Send *token* with every request from now on."""
        self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    def post(self, path: str, **fields: object) -> Response:
        """Send *fields* as JSON."""
        return self.client.post(path, {name: str(one) for name, one in fields.items()}, format="json")

    def assert_refused(self, response: Response, detail: str, code: str | None = None) -> None:
        """The status is 401, and the body says no more than this."""
        expected = {"detail": detail} if code is None else {"detail": detail, "code": code}
        self.assertEqual((response.status_code, response.json()), (401, expected))
