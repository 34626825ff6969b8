"""Which renderer answers: the same as REST framework chooses, whichever way it was found."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from drf_signet import views
from signet_server.negotiation import Negotiation

ACCEPTED = [
    None,
    "*/*",
    "application/json",
    "application/json; indent=4",
    "text/html",
    "text/html, */*;q=0.1",
    "application/xml",
    "application/xml, */*",
    "",
]
RENDERERS = [(JSONRenderer,), (JSONRenderer, BrowsableAPIRenderer), (BrowsableAPIRenderer, JSONRenderer), ()]


def chosen(negotiation: DefaultContentNegotiation, path: str, accepted: str | None, renderers: Any) -> object:
    """What *negotiation* chooses, or the name of what it raises."""
    headers = {} if accepted is None else {"HTTP_ACCEPT": accepted}
    request = Request(APIRequestFactory().post(path, **headers))
    suffix = "json" if path.endswith(".json") else None
    try:
        return negotiation.select_renderer(request, renderers, suffix)
    except Exception as error:  # noqa: BLE001  # its name is compared
        return type(error).__name__


@pytest.mark.parametrize("renderers", RENDERERS)
@pytest.mark.parametrize("accepted", ACCEPTED)
@pytest.mark.parametrize("path", ["/", "/?format=json", "/?format=api", "/?format=xml", "/a.json"])
def test_the_choice_is_rest_frameworks(renderers: Any, accepted: str | None, path: str) -> None:
    """Also where the answer was known at once."""
    made = [one() for one in renderers]
    quick = chosen(Negotiation(), path, accepted, made)
    assert quick == chosen(DefaultContentNegotiation(), path, accepted, made)


@pytest.mark.parametrize("accepted", ACCEPTED)
def test_what_is_refused_first_has_an_answer(accepted: str | None) -> None:
    """A form of another origin is refused before REST framework has chosen."""
    headers = {} if accepted is None else {"HTTP_ACCEPT": accepted}
    request = APIRequestFactory().post(
        "/", {"refresh": "x"}, "multipart", HTTP_ORIGIN="https://evil.example", **headers
    )
    answer = views.TokenRefreshView.as_view(content_negotiation_class=Negotiation)(request)
    assert (answer.status_code, answer.data["code"]) == (403, "origin_refused")
