"""One package in one operation: the tokens or bodies it is sent, the request around each of them, and who answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from bench.packages import Package, View

USER_ID: Final = 1
USERNAME: Final = "ada"
PASSWORD: Final = "correct-horse-battery"

FACTORY: Final = APIRequestFactory()


@dataclass(frozen=True)
class Side:
    """*new_text* makes a token or body, *around* the request that carries it, and *run* is what is timed."""

    new_text: Callable[[], str]
    around: Callable[[str], Any]
    run: Callable[[Any], Any]

    def pool(self, size: int) -> list[str]:
        """*size* new texts."""
        return [self.new_text() for _ in range(size)]


def save_user() -> None:
    """Save the user whom all tokens name, with a password hashed as the settings say now."""
    User(pk=USER_ID, username=USERNAME, password=make_password(PASSWORD)).save()


def has_succeeded(result: Any) -> bool:
    """Whether *result* is what a good token or password leads to."""
    if isinstance(result, HttpResponse):
        return result.status_code == 200
    return result is not None and str(result[0].pk) == str(USER_ID)


def step(package: Package, authenticator: type[Any]) -> Side:
    """The authentication class alone, with a request of REST framework that is ready."""
    return Side(_token(package.access_token), lambda token: Request(_get("/", token)), authenticator().authenticate)


def request(package: Package, view: View) -> Side:
    """A view of REST framework, from its entry to the rendered answer."""
    return Side(_token(package.access_token), lambda token: _get("/", token), _rendered(view))


def stack(package: Package, path: str) -> Side:
    """All of Django, called as a WSGI server calls it: signals, middleware, resolver, view."""
    handler = WSGIHandler()

    def run(environ: Any) -> Any:
        response = handler(environ, _start_response)
        response.close()
        return response

    return Side(_token(package.access_token), lambda token: _get(path, token).environ, run)


def exchange(view: View, token_class: Any, name: str) -> Side:
    """An endpoint that gets the token *name* in a JSON body."""
    new_token = _token(token_class)
    return Side(lambda: json.dumps({name: new_token()}), _post, _rendered(view))


def sign_in(view: View) -> Side:
    """An endpoint that gets credentials in a JSON body."""
    body = json.dumps({"username": USERNAME, "password": PASSWORD})
    return Side(lambda: body, _post, _rendered(view))


def _token(token_class: Any) -> Callable[[], str]:
    return lambda: str(token_class.for_user(User(pk=USER_ID)))


def _get(path: str, token: str) -> Any:
    return FACTORY.get(path, HTTP_AUTHORIZATION=f"Bearer {token}")


def _post(body: str) -> Any:
    return FACTORY.post("/", body, content_type="application/json")


def _start_response(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
    return len


def _rendered(view: View) -> Callable[[Any], Any]:
    def run(request: Any) -> Any:
        response = view(request)
        assert isinstance(response, SimpleTemplateResponse)
        return response.render()

    return run
