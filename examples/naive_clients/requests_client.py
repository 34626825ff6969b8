"""
The client that tutorials print: a class around requests that refreshes once on a 401.

It works with Signet, and makes a refresh for each request that was refused. See README.md for what to use instead.
"""

from __future__ import annotations

from typing import Any

import requests


class APIClient:
    """Signs in when it is made, and refreshes when it is told to go."""

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self.base_url = base_url
        self.keep(self.post("token/", {"username": username, "password": password}))

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self.send(method, path, **options)
        if response.status_code == 401:
            self.keep(self.post("token/refresh/", {"refresh": self.refresh_token}))
            response = self.send(method, path, **options)
        return response

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.access_token}"}
        return requests.request(method, self.base_url + path, headers=headers, timeout=30, **options)

    def post(self, path: str, body: dict[str, str]) -> dict[str, str]:
        response = requests.post(self.base_url + path, json=body, timeout=30)
        response.raise_for_status()
        tokens: dict[str, str] = response.json()
        return tokens

    def keep(self, tokens: dict[str, str]) -> None:
        self.access_token = tokens["access"]
        self.refresh_token = tokens.get("refresh", getattr(self, "refresh_token", ""))
