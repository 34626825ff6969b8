"""The list of endpoints at ``/api/`` and below: JSON for programs, a page for people."""

from __future__ import annotations

import pytest
from django.test import Client

from signet_server.api_topics import PATHS, TOPICS
from signet_server.urls import api
from tests.service.test_api_description import routes

PARENTS = ["/api/", "/api/v1/", "/api/v1/browser/"]
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", PARENTS)
def test_programs_get_the_endpoints_below(path: str) -> None:
    """Each with its method and what it is for."""
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    body = answer.json()
    assert (body["documentation"], body["openapi"]) == ("/api/docs/", "/api/schema/")
    found = {one["path"] for one in body["endpoints"]}
    assert found == {one for one in PATHS if one.startswith(path)}
    assert all(one["method"] and one["summary"] for one in body["endpoints"])


@pytest.mark.parametrize("path", PARENTS)
def test_people_get_a_page(path: str) -> None:
    """With a way home, to the documentation of each endpoint, and to the file, which says that it is a download."""
    answer = Client().get(path, headers=HTML)
    page = answer.content.decode()
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert 'href="/"' in page
    assert "OpenAPI (download)" in page
    assert page.count('href="/api/docs/#') == len(Client().get(path).json()["endpoints"])
    assert Client().get(path.rstrip("/"), headers=HTML).status_code == 301


def test_every_endpoint_has_a_topic() -> None:
    """What the service serves is what the topics list, so that nothing stands outside of all headings."""
    served = {
        f"/api/v1/{one}".replace("<uuid:pk>", "{id}").replace("<str:provider>", "{provider}") for one in routes(api)
    }
    assert served == set(PATHS)
    assert next(iter(TOPICS)) == "Sign in"
