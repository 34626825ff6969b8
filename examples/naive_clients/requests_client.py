"""
The client that tutorials print: a class around requests that refreshes once on a 401, and keeps the access token.

`StoringAPIClient` keeps the refresh token of each answer, too, which takes one more line. Both make a refresh for each
request that was refused. See README.md for what becomes of them, and for what to use instead.
"""

from __future__ import annotations

from typing import Any

import requests


class APIClient:
    """Signs in when it is made, and refreshes when it is told to go."""

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self.base_url = base_url
        tokens = self.post("token/", {"username": username, "password": password})
        self.access, self.refresh = tokens["access"], tokens["refresh"]

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self.send(method, path, **options)
        if response.status_code == 401:
            self.refresh_access_token()
            response = self.send(method, path, **options)
        return response

    def refresh_access_token(self) -> None:
        tokens = self.post("token/refresh/", {"refresh": self.refresh})
        self.access = tokens["access"]

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.access}"}
        return requests.request(method, self.base_url + path, headers=headers, timeout=30, **options)

    def post(self, path: str, body: dict[str, str]) -> dict[str, str]:
        response = requests.post(self.base_url + path, json=body, timeout=30)
        response.raise_for_status()
        tokens: dict[str, str] = response.json()
        return tokens


class StoringAPIClient(APIClient):
    """The same, and it keeps the refresh token of an answer that has one."""

    def refresh_access_token(self) -> None:
        tokens = self.post("token/refresh/", {"refresh": self.refresh})
        self.access, self.refresh = tokens["access"], tokens.get("refresh", self.refresh)
