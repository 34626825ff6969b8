"""Forms of other people's pages, which would sign up and ask for mails from the addresses of their readers."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model

from tests.accounts.mails import sent
from tests.accounts.person import Client, Person, sign_up_body

CROSS_SITE: Final[dict[str, Any]] = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"}
NULL: Final[dict[str, Any]] = {"HTTP_ORIGIN": "null"}
FORM: Final = "application/x-www-form-urlencoded"
BODIES: Final[dict[str, dict[str, Any]]] = {
    "": sign_up_body("new"),
    "activation/": {"token": "a:b"},
    "resend_activation/": {"email": "grace@example.com"},
    "reset_password/": {"email": "ada@example.com"},
    "reset_password/check/": {"token": "a:b"},
    "reset_password_confirm/": {"token": "a:b", "new_password": "x"},
    "set_email_confirm/": {"token": "a:b"},
}


@pytest.mark.parametrize("path", list(BODIES))
@pytest.mark.usefixtures("person", "unverified")
def test_a_form_of_a_foreign_page_does_nothing(api: Client, path: str) -> None:
    """403 with its code: nobody is made, no mail sent, and no address counted for what its user didn't ask for."""
    before = get_user_model()._default_manager.count()
    for content_type in (FORM, "multipart/form-data; boundary=a", "text/plain", ""):
        for meta in (CROSS_SITE, NULL):
            for _ in range(10):
                text = urlencode(BODIES[path])
                answer = api.generic("POST", f"/api/users/{path}", text, content_type=content_type, **meta)
                assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")
    assert sent() == []
    assert get_user_model()._default_manager.count() == before
    assert api.post("/api/users/reset_password/", {"email": "ada@example.com"}, format="json").status_code == 204


@pytest.mark.parametrize("path", ["resend_activation/", "reset_password/"])
def test_json_of_a_page_elsewhere_and_a_form_of_none_pass(api: Client, person: Person, path: str) -> None:
    """The front end may be of another origin, and let in by CORS; scripts send what they like."""
    url = f"/api/users/{path}"
    body = {"email": "ada@example.com"}
    assert api.post(url, body, format="json", **CROSS_SITE).status_code == 204
    assert api.generic("POST", url, urlencode(body), content_type=FORM).status_code == 204
