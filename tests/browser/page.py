"""What a script on a page can do: requests, forms, and a look at everything that a script can see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.accounts import PASSWORD, USERNAME

CREDENTIALS: Final = {"username": USERNAME, "password": PASSWORD}

FETCH: Final = """async (requests) => {
    const answers = []
    for (const [url, options] of requests) {
        try {
            const response = await fetch(url, options)
            answers.push({status: response.status, text: await response.text(), headers: [...response.headers]})
        } catch (error) {
            answers.push({status: 0, text: String(error), headers: []})
        }
    }
    return answers
}"""

SUBMIT: Final = """([url, type, fields]) => {
    const form = document.createElement("form")
    form.action = url
    form.method = "post"
    form.enctype = type
    for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement("input")
        input.name = name
        input.value = value
        form.append(input)
    }
    document.body.append(form)
    form.submit()
}"""


@dataclass(frozen=True)
class Answer:
    """What a script learns: the status (0 where the browser shows it nothing), the text and the headers."""

    status: int
    text: str
    headers: dict[str, str]


Request = tuple[str, dict[str, Any]]
"""An URL, and the options of ``fetch``."""


def request(url: str, body: str | None = "{}", content_type: str | None = "application/json", **more: Any) -> Request:
    """A POST of *body*."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    return url, {"method": "POST", "headers": headers, **({} if body is None else {"body": body}), **more}


def fetch_all(page: Page, requests: list[Request]) -> list[Answer]:
    """The answers to *requests*, which a script on *page* sends one after the other, as the browser lets it."""
    found = page.evaluate(FETCH, requests)
    return [Answer(one["status"], one["text"], dict(one["headers"])) for one in found]


def fetch(page: Page, *what: Any, **more: Any) -> Answer:
    """The answer to one `request`."""
    return fetch_all(page, [request(*what, **more)])[0]


def submit(page: Page, url: str, content_type: str, fields: dict[str, str]) -> int:
    """Submit a form from *page*, which leaves it. Returns the status of the answer."""
    with page.expect_navigation() as navigation:
        page.evaluate(SUBMIT, [url, content_type, fields])
    response = navigation.value
    assert response is not None
    return response.status
