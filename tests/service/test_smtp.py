"""Mail that goes out through EMAIL_URL, with whichever names for its settings Django knows."""

from __future__ import annotations

import json
import os
import runpy
from pathlib import Path
from typing import Any

import django
import pytest

from signet_server import environment
from tests.service.conftest import running_demo
from tests.service.printed_mail import console_of
from tests.service.smtp_listener import smtp_listener
from tests.service.visitor import PASSWORD, Visitor

SETTINGS = Path(environment.__file__).parent / "settings.py"


def test_a_mail_reaches_the_server(tmp_path: Path) -> None:
    """From EMAIL_FROM to the new address, as text and as HTML, with the user and password of the URL decoded."""
    with smtp_listener() as listener:
        variables = {
            "EMAIL_URL": f"smtp://post%40example.com:p%40ss%3Aword@127.0.0.1:{listener.port}",
            "EMAIL_FROM": "Signet <auth@example.org>",
        }
        with running_demo(tmp_path / "data", variables) as service:
            visitor = Visitor(service)
            body = {"username": visitor.username, "email": visitor.email, "password": PASSWORD}
            assert visitor.call("POST", "users/", body).status == 201
            sender, to, message = listener.envelopes.get(timeout=90)
            text = message.get_body(("plain",))
            assert text is not None
            (link,) = [line for line in text.get_content().splitlines() if line.startswith("http")]
            token = link.removeprefix(f"{service.url}/activate#")
            assert visitor.call("POST", "users/activation/", {"token": token}).status == 204
            assert visitor.sign_in().status == 200
            printed = console_of(service)
    assert listener.credentials == [("post@example.com", "p@ss:word")]
    assert (sender, to) == ("auth@example.org", visitor.email)
    assert (message["From"], message["To"]) == ("Signet <auth@example.org>", visitor.email)
    assert message["Auto-Submitted"] == "auto-generated"
    html = message.get_body(("html",))
    assert html is not None
    assert link in html.get_content()
    assert token not in printed
    assert "  Mails          are sent, because EMAIL_URL is set\n" in printed
    assert "p@ss" not in printed


@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls", "smtp+ssl"])
def test_django_is_told_under_the_names_that_it_knows(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """MAILERS from Django 6.1 on and EMAIL_HOST and the like before say the same, and never both."""
    monkeypatch.setitem(os.environ, "EMAIL_URL", f"{scheme}://u:p@mail.example.com")
    monkeypatch.setattr(django, "VERSION", (6, 0, 3, "final", 0))
    before = settings()
    monkeypatch.setattr(django, "VERSION", (6, 1, 0, "final", 0))
    after = settings()

    mailer = after["MAILERS"]["default"]
    names = {
        "host": "EMAIL_HOST",
        "port": "EMAIL_PORT",
        "username": "EMAIL_HOST_USER",
        "password": "EMAIL_HOST_PASSWORD",
        "use_tls": "EMAIL_USE_TLS",
        "use_ssl": "EMAIL_USE_SSL",
        "timeout": "EMAIL_TIMEOUT",
    }
    assert mailer["BACKEND"] == before["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert mailer["OPTIONS"] == {option: before[name] for option, name in names.items()}
    assert "MAILERS" not in before
    assert [name for name in after if name.startswith("EMAIL_")] == []


def test_the_console_needs_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under both names."""
    monkeypatch.setitem(os.environ, "EMAIL_URL", "console:")
    monkeypatch.setattr(django, "VERSION", (6, 1, 0, "final", 0))
    assert settings()["MAILERS"] == {"default": {"BACKEND": "drf_signet.accounts.console_mail.ConsoleMailBackend"}}
    monkeypatch.setattr(django, "VERSION", (5, 2, 0, "final", 0))
    before = settings()
    assert before["EMAIL_BACKEND"] == "drf_signet.accounts.console_mail.ConsoleMailBackend"
    assert json.dumps([before["EMAIL_HOST"], before["EMAIL_TIMEOUT"]]) == '["", null]'


def settings() -> dict[str, Any]:
    """The settings of the service, as this environment and this Django make them."""
    return runpy.run_path(str(SETTINGS))
