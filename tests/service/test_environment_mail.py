"""EMAIL_URL, EMAIL_FROM and PUBLIC_URL: what is read from them, and how a wrong one is refused."""

from __future__ import annotations

import pytest

from signet_server.doctor import facts
from tests.service.test_environment import problem, read

URL_SENTENCE = (
    "EMAIL_URL should be smtp+tls://user:password@host:587 (or smtp+ssl://, smtp://) to send e-mails, or console: to "
    "print them."
)


@pytest.mark.parametrize(
    ("scheme", "port", "tls", "ssl"),
    [("smtp", 25, False, False), ("smtp+tls", 587, True, False), ("smtp+ssl", 465, False, True)],
)
def test_each_scheme_has_its_port_and_its_tls(scheme: str, port: int, tls: bool, ssl: bool) -> None:
    """A port of one's own goes before; a server that says nothing is given up after ten seconds."""
    usual = read(EMAIL_URL=f"{scheme}://mail.example.com").mail["OPTIONS"]
    assert usual == {
        "host": "mail.example.com",
        "port": port,
        "username": "",
        "password": "",
        "use_tls": tls,
        "use_ssl": ssl,
        "timeout": 10,
    }
    own = read(EMAIL_URL=f"{scheme}://mail.example.com:2525").mail["OPTIONS"]
    assert own == {**usual, "port": 2525}


@pytest.mark.parametrize(
    ("written", "user", "password"),
    [
        ("post:p4ss", "post", "p4ss"),
        ("post%40example.com:p%40s%2Fs%3A%23", "post@example.com", "p@s/s:#"),
        ("post@example.com:p4ss", "post@example.com", "p4ss"),
        ("post:a+b%25", "post", "a+b%"),
    ],
)
def test_user_and_password_are_decoded(written: str, user: str, password: str) -> None:
    """As in any URL; a plus is a plus."""
    options = read(EMAIL_URL=f"smtp+tls://{written}@mail.example.com").mail["OPTIONS"]
    assert (options["username"], options["password"], options["host"]) == (user, password, "mail.example.com")


def test_a_server_may_be_an_ipv6_address() -> None:
    """In brackets, as in any URL."""
    options = read(EMAIL_URL="smtp://[::1]:2525").mail["OPTIONS"]
    assert (options["host"], options["port"]) == ("::1", 2525)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "smtp",
        "smtp:",
        "smtp://",
        "smtp:///path",
        "smtp://:25",
        "smtp://[::1",
        "smtp://host:0",
        "smtp://host:65536",
        "smtp://host:port",
        "SMTP://host",
        "smtps://host",
        "https://host",
        "console",
        "console://",
        "dummymail://",
        "filemail:///tmp",
        "smtp+tls://post:p4ss#word@host",
        "smtp://?query",
        "smtp://host?tls=True",
        "smtp://host/path",
        "smtp://host#fragment",
        "smtp://host name",
        "smtp://host,other",
        "smtp://host ",
        "smtp://host\n",
    ],
)
def test_odd_mail_urls_are_refused(url: str) -> None:
    """In one sentence that shows what one looks like, and doesn't repeat what may be a secret."""
    assert problem(EMAIL_URL=url) == URL_SENTENCE


@pytest.mark.parametrize("value", ["auth@example.com", "Signet <auth@example.com>", "<auth@example.com>"])
def test_the_sender_is_taken_as_it_is(value: str) -> None:
    """With a name or without."""
    assert read(EMAIL_FROM=value).mail_from == value


@pytest.mark.parametrize("hosts", ["auth.example.com,other.example.com", ".example.com,auth.example.com"])
def test_the_first_host_is_spoken_of(hosts: str) -> None:
    """Where no sender and no address is named; what stands for many hosts is none."""
    environment = read(ALLOWED_HOSTS=hosts)
    assert environment.mail_from == "signet@auth.example.com"
    assert environment.public_url == "https://auth.example.com"


@pytest.mark.parametrize(
    "value",
    [
        "signet",
        "signet@",
        "@example.com",
        "signet@example",
        "Signet, Inc <a@b.example>",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "a\nb <a@b.example>",
    ],
)
def test_odd_senders_are_refused(value: str) -> None:
    """No mail server would take them."""
    assert problem(EMAIL_FROM=value) == (
        "EMAIL_FROM should be the sender's address of the e-mails, such as signet@example.com."
    )


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("https://auth.example.com", "https://auth.example.com"),
        ("https://auth.example.com/", "https://auth.example.com"),
        ("HTTPS://Auth.Example.com", "https://auth.example.com"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_the_public_address_is_an_origin(value: str, taken: str) -> None:
    """Without a slash at its end, so that a path can follow."""
    assert read(PUBLIC_URL=value).public_url == taken


@pytest.mark.parametrize(
    "value",
    [
        "auth.example.com",
        "ftp://auth.example.com",
        "https://",
        "https://auth.example.com/path",
        "https://auth.example.com?query",
        "https://auth.example.com#fragment",
        "https://auth.example.com:0",
        "https://auth.example.com:65536",
        "https://[::1",
        "https://user:password@auth.example.com",
        "https://*.example.com",
        "https://{token}.example.com",
        "https://auth.example.com?",
        "https://auth.example.com#",
        "https://auth.example.com ",
        "https://auth.example.com\n",
        "https://auth example.com",
    ],
)
def test_odd_public_addresses_are_refused(value: str) -> None:
    """Links would lead nowhere."""
    assert problem(PUBLIC_URL=value) == (
        "PUBLIC_URL should be the address of this service, such as https://auth.example.com."
    )


def test_hosts_that_are_many_are_no_address() -> None:
    """Links would point at this machine, wherever it is."""
    assert problem(ALLOWED_HOSTS=".example.com").startswith("PUBLIC_URL is not set, and ALLOWED_HOSTS names no host")
    environment = read(ALLOWED_HOSTS=".example.com", PUBLIC_URL="https://auth.example.com")
    assert environment.public_url == "https://auth.example.com"


def test_the_doctor_says_where_mail_goes() -> None:
    """And where its links lead; nothing of who signs in there."""
    environment = read(
        EMAIL_URL="smtp+tls://post:p4ssword@mail.example.com",
        EMAIL_FROM="Signet <auth@example.com>",
        PUBLIC_URL="https://login.example.com",
    )
    told = dict(facts(environment))
    assert told["mail"] == "from Signet <auth@example.com>, by mail.example.com:587"
    assert told["links"] == "https://login.example.com"
    assert "p4ssword" not in repr(told) + repr(environment)
    assert "post" not in told["mail"]
    assert dict(facts(read()))["mail"] == "from signet@auth.example.com, printed, not sent"
