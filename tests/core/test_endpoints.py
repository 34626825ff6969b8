"""Addresses: with the slash at the end, or without it; and pages that can't be made."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import Resolver404, get_resolver, include, path, resolve, reverse
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer, StaticHTMLRenderer, TemplateHTMLRenderer
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet import answering_views, url_paths, views
from drf_signet.accounts import urls as accounts_urls
from drf_signet.sessions import urls as sessions_urls
from drf_signet.sessions.browser import urls as browser_urls
from tests.conftest import PASSWORD

urlpatterns = [
    path("core/", include("drf_signet.urls")),
    path("sessions/", include("drf_signet.sessions.urls")),
]
here = override_settings(ROOT_URLCONF=__name__)


@here
def test_a_program_may_leave_out_the_last_slash(api: APIClient, user: User) -> None:
    """It is answered at once: a redirect would turn its POST into a GET."""
    for tier in ("core", "sessions"):
        tokens = api.post(f"/{tier}/token", {"username": "ada", "password": PASSWORD})
        assert tokens.status_code == 200
        assert api.post(f"/{tier}/token/refresh", {"refresh": tokens.data["refresh"]}).status_code == 200
        assert api.get(f"/{tier}/token").status_code == 405


@here
def test_the_address_itself_has_the_slash() -> None:
    """Every endpoint has one official address, in OpenAPI too."""
    assert reverse("token_refresh") == "/sessions/token/refresh/"
    pk = uuid4()
    assert reverse("session_detail", args=[pk]) == f"/sessions/sessions/{pk}/"
    assert resolve(f"/sessions/sessions/{pk}").kwargs == {"pk": pk}


@here
@pytest.mark.parametrize("wrong", ["/core/token//", "/core/toke", "/core/token/x", "/core/tokens", "/core"])
def test_nothing_else_is_taken_for_it(wrong: str) -> None:
    """One slash may be missing, and nothing more."""
    with pytest.raises(Resolver404):
        resolve(wrong)


def test_every_endpoint_is_like_this() -> None:
    """In all modules of addresses, with and without the slash, and with and without pages."""
    for module in (get_resolver("drf_signet.urls"), sessions_urls, browser_urls, accounts_urls):
        patterns: Any = getattr(module, "urlpatterns", None) or module.url_patterns
        assert patterns
        assert all(isinstance(one.pattern, url_paths.SlashlessPattern) for one in patterns)
        assert all(issubclass(one.callback.cls, answering_views.ReadableView) for one in patterns)


@here
def test_what_the_app_says_is_not_said_again() -> None:
    """Where the app is listed, the addresses say nothing."""
    with override_settings(SIGNET={"LEEWEY": 5}):
        assert [one.id for one in run_checks()].count("signet.E001") == 1


class OwnPageView(views.TokenVerifyView):
    """A view with a page of its own."""

    template_name = "shop/verify.html"


def chosen(view: type[views.TokenVerifyView], renderer: type[BaseRenderer]) -> str:
    """The class of the renderer with which *view* answers a browser, where *renderer* is the only one."""
    made = view(renderer_classes=[renderer])
    request = made.initialize_request(APIRequestFactory().get("/", HTTP_ACCEPT="text/html"))
    made.format_kwarg = None
    return type(made.perform_content_negotiation(request)[0]).__name__


def test_pages_that_cannot_be_made_are_answered_in_json() -> None:
    """Those without their templates, and those of a view that has none."""
    assert chosen(views.TokenVerifyView, BrowsableAPIRenderer) == "BrowsableAPIRenderer"
    assert chosen(views.TokenVerifyView, TemplateHTMLRenderer) == "JSONRenderer"
    assert chosen(OwnPageView, TemplateHTMLRenderer) == "TemplateHTMLRenderer"
    assert chosen(views.TokenVerifyView, StaticHTMLRenderer) == "StaticHTMLRenderer"
    with override_settings(TEMPLATES=[]):
        assert chosen(views.TokenVerifyView, BrowsableAPIRenderer) == "JSONRenderer"


@here
def test_without_templates_a_browser_is_answered(api: APIClient, user: User) -> None:
    """Even one that would accept nothing but a page."""
    credentials = {"username": "ada", "password": PASSWORD}
    with override_settings(TEMPLATES=[]):
        for accept in ("text/html", "text/html,*/*;q=0.8"):
            answer = api.post("/core/token/", credentials, HTTP_ACCEPT=accept)
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
