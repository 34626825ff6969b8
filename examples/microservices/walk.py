"""One user, four services: sign in, call all, rotate the key, log out. Run ``python start.py`` first."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import addresses

HERE = Path(__file__).parent
PATIENCE = 90.0  # seconds, for each answer, and for what is waited for
SERVICES = ("orders", "billing", "reports")
opener = build_opener(ProxyHandler({}))


def main() -> None:
    """Do it all, and say what happens."""
    try:
        urls = addresses.read()
    except FileNotFoundError:
        sys.exit("No service runs. In another terminal: python start.py")

    title("Sign in at the auth service, once")
    password = (HERE / "run" / "password").read_text()
    pair = sign_in(urls, password)
    print(f"The token is signed with the key {kid_of(pair['access'])}.")

    title("Publish a new key")
    publish(urls)

    title("Call the others with the one token")
    call_all(urls, pair["access"])
    status, answer = ask(f"{urls['billing']}/billing/", pair["access"], {"total": "3.00"})
    print(f"billing, to write: {status} {answer.get('code', '')}")

    title("Let the new key sign")
    rotate(urls)
    print("The token of the old key:")
    call_all(urls, pair["access"])
    pair = renewed(urls, pair, other_than=kid_of(pair["access"]))
    print(f"A new token, signed with the key {kid_of(pair['access'])}:")
    call_all(urls, pair["access"])

    title("Log out")
    ask(f"{urls['auth']}/api/logout/", pair["access"], {"refresh": pair["refresh"]})
    for name, seconds in seconds_until_refused(urls, pair["access"]).items():
        print(f"{name}: refused after {seconds:.1f} seconds")


def sign_in(urls: dict[str, str], password: str) -> dict[str, str]:
    """An access token, and a refresh token."""
    status, answer = ask(f"{urls['auth']}/api/token/", None, {"username": "ada", "password": password})
    if status != 200:
        sys.exit(f"The sign-in was refused: {status} {answer}")
    pair: dict[str, str] = answer
    return pair


def call_all(urls: dict[str, str], token: str) -> None:
    """Show the token to each service."""
    for name in SERVICES:
        status, answer = ask(f"{urls[name]}/{name}/", token)
        print(f"{name}: {status} {json.dumps(answer)}")


def publish(urls: dict[str, str]) -> None:
    """What an operator does first. The auth service looks at its file of keys every two seconds."""
    before = published(urls)
    print(said(keys(urls, "generate")))
    end = time.monotonic() + PATIENCE
    while published(urls) == before and time.monotonic() < end:
        time.sleep(0.2)


def published(urls: dict[str, str]) -> set[str]:
    """The names of the keys that everybody can fetch."""
    _, key_set = ask(f"{urls['auth']}/.well-known/jwks.json", None)
    return {key["kid"] for key in key_set["keys"]}


def rotate(urls: dict[str, str]) -> None:
    """What an operator does, as soon as every service has had the time to fetch the new key."""
    print("Waiting until every service has had the time to fetch it.", flush=True)
    end = time.monotonic() + PATIENCE
    while (done := keys(urls, "rotate")).returncode and time.monotonic() < end:
        time.sleep(1)
    print(said(done))


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What the command printed. Ends the program where it was refused."""
    if done.returncode:
        sys.exit(done.stderr)
    return (done.stdout + done.stderr).strip()


def keys(urls: dict[str, str], verb: str) -> subprocess.CompletedProcess[str]:
    """`manage.py keys` of the auth service."""
    environment = {**os.environ, "AUTH_URL": urls["auth"]}
    environment.setdefault("KEY_PUBLICATION_SECONDS", "35")
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "keys", verb]
    return subprocess.run(command, cwd=HERE / "auth", env=environment, capture_output=True, text=True, check=False)


def renewed(urls: dict[str, str], pair: dict[str, str], other_than: str) -> dict[str, str]:
    """A new pair, once the service signs with the new key: it looks at its file every two seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        status, answer = ask(f"{urls['auth']}/api/token/refresh/", None, {"refresh": pair["refresh"]})
        if status != 200:
            sys.exit(f"The refresh was refused: {status} {answer}")
        pair = {**pair, **answer}
        if kid_of(pair["access"]) != other_than:
            return pair
        time.sleep(1)
    sys.exit("The auth service still signs with the old key.")


def seconds_until_refused(urls: dict[str, str], token: str) -> dict[str, float]:
    """How long after the logout each service still accepted the token."""
    began = time.monotonic()
    refused: dict[str, float] = {}
    while len(refused) < len(SERVICES) and time.monotonic() - began < PATIENCE:
        for name in SERVICES:
            if name not in refused and ask(f"{urls[name]}/{name}/", token)[0] == 401:
                refused[name] = time.monotonic() - began
        time.sleep(0.2)
    return refused


def ask(url: str, token: str | None, body: dict[str, str] | None = None) -> tuple[int, Any]:
    """The status and the body of the answer to a GET, or to a POST of *body*."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = Request(url, None if body is None else json.dumps(body).encode(), headers)
    try:
        with opener.open(request, timeout=PATIENCE) as response:
            return response.status, json.loads(response.read() or b"{}")
    except HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"{}")


def kid_of(token: str) -> str:
    """The name of the key that signed *token*."""
    header = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])


def title(text: str) -> None:
    """A line that says what comes."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


if __name__ == "__main__":
    main()
