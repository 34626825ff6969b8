"""What a script on a page can do: requests, forms, and a look at everything that a script can see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.accounts import PASSWORD, USERNAME

CREDENTIALS: Final = {"username": USERNAME, "password": PASSWORD}

FETCH: Final = """async ([url, options]) => {
    try {
        const response = await fetch(url, options)
        return {status: response.status, text: await response.text(), headers: [...response.headers]}
    } catch (error) {
        return {status: 0, text: String(error), headers: []}
    }
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


def fetch(
    page: Page, url: str, body: str | None = "{}", content_type: str | None = "application/json", **more: Any
) -> Answer:
    """POST *body* from a script on *page*, as the browser lets it."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    options = {"method": "POST", "headers": headers, **({} if body is None else {"body": body}), **more}
    found = page.evaluate(FETCH, [url, options])
    return Answer(found["status"], found["text"], dict(found["headers"]))


def submit(page: Page, url: str, content_type: str, fields: dict[str, str]) -> int:
    """Submit a form from *page*, which leaves it. Returns the status of the answer."""
    with page.expect_navigation() as navigation:
        page.evaluate(SUBMIT, [url, content_type, fields])
    response = navigation.value
    assert response is not None
    return response.status
