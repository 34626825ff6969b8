"""Where tokens may go."""

from __future__ import annotations

import pytest

from drf_signet_client import TokenManager
from drf_signet_client.origin import base_url

OURS = [
    "https://api.example.com/",
    "https://api.example.com",
    "https://api.example.com:443/other/",
    "HTTPS://API.Example.COM/",
    "https://api.example.com/?next=https://evil.example/",
    "https://api.example.com/@evil.example/",
    "https://api.example.com/#@evil.example/",
    "https://api.example.com?@evil.example/",
]
NOT_OURS = [
    "http://api.example.com/",
    "http://api.example.com:443/",
    "https://api.example.com:8443/",
    "https://api.example.com:0/",
    "https://example.com/",
    "https://www.api.example.com/",
    "https://api.example.com.evil.example/",
    "https://api.example.com./",
    "https://evil.example/api.example.com/",
    "https://api.example.com@evil.example/",
    "https://api.example.com:443@evil.example/",
    "https://user@api.example.com/",
    "https://@api.example.com/",
    "https://evil.example\\@api.example.com/",
    "https://api.example.com\\.evil.example/",
    "https://api.example.com\t.evil.example/",
    "https://api.example.com\n/",
    " https://api.example.com/",
    "https://api.example.com:port/",
    "https://api.example.com:99999/",
    "https://[::1/",
    "https:///api.example.com/",
    "https:api.example.com",
    "//api.example.com/",
    "/users/me/",
    "ftp://api.example.com/",
    "data:,https://api.example.com/",
    "",
]


@pytest.mark.parametrize("url", OURS)
def test_ours(url: str) -> None:
    """Scheme, host and port are those of the service."""
    assert TokenManager("https://api.example.com/api/v1").covers(url)


@pytest.mark.parametrize("url", NOT_OURS)
def test_not_ours(url: str) -> None:
    """Another one, or one that somebody may read as another one."""
    assert not TokenManager("https://api.example.com/api/v1/").covers(url)


@pytest.mark.parametrize("url", ["http://[::1]:8000/", "http://127.0.0.1:8000/x", "http://localhost/"])
def test_other_addresses(url: str) -> None:
    """An address of any kind will do."""
    assert TokenManager(url).covers(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.net",
        "ftp://x/",
        "https://u:p@x/",
        "https://x/?a=b",
        "https://x/#a",
        "https:///",
        "http://x:y/",
        "http://ü/",
    ],
)
def test_no_address_of_a_service(url: str) -> None:
    """It's refused at once, and not quoted: there may be a password in it."""
    with pytest.raises(ValueError, match="should be as") as caught:
        base_url(url)
    assert url not in str(caught.value) or not url
