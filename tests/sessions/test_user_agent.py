"""User agents in the words of people."""

from __future__ import annotations

import pytest

from drf_signet.sessions.user_agent import device_name

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = "iPhone; CPU iPhone OS 17_5 like Mac OS X"

DEVICES = {
    f"{MOZILLA} (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Ubuntu",
    f"{MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Linux",
    f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Windows",
    f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36": "Chrome on Windows",
    f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126 Safari/537.36 Edg/126.0.0.0": "Edge on Windows",
    f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Chrome/126.0.0.0 Safari/537.36": "Chrome on Mac OS X",
    f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Safari/605.1.15": "Safari on Mac OS X",
    f"{MOZILLA} ({PHONE}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 "
    "Safari/604.1": "Mobile Safari on iPhone",
    f"{MOZILLA} ({PHONE}) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 "
    "Safari/604.1": "Chrome Mobile iOS on iPhone",
    f"{MOZILLA} (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 "
    "Safari/604.1": "Mobile Safari on iPad",
    f"{MOZILLA} (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/126.0.0.0 "
    "Mobile Safari/537.36": "Chrome Mobile on Pixel 8",
    f"{MOZILLA} (Linux; Android 10; K) {WEBKIT} Chrome/126.0.0.0 Mobile Safari/537.36": "Chrome Mobile on Android",
    f"{MOZILLA} (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0": "Firefox Mobile on Android",
    f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/126.0.0.0 Safari/537.36": "Chrome on Chrome OS",
    "curl/8.5.0": "curl",
    "python-requests/2.32.3": "Python Requests",
    "okhttp/4.12.0": "okhttp",
    "Dart/3.4 (dart:io)": "Dart",
    "internal-tool": "internal-tool",
    "": "Unknown device",
    " ": "Unknown device",
    "/": "Unknown device",
}


@pytest.mark.parametrize(("user_agent", "expected"), DEVICES.items(), ids=lambda value: value[-40:] or "empty")
def test_a_device_has_a_name(user_agent: str, expected: str) -> None:
    """The program, and the model or the system it runs on."""
    assert device_name(user_agent) == expected


@pytest.mark.parametrize(
    "user_agent", ["x" * 256, "(" * 256, "Mozilla/5.0 " * 20, "日本/1", "<script>alert(1)</script>"]
)
def test_whatever_it_is_the_words_are_few(user_agent: str) -> None:
    """One line that fits into a list."""
    words = device_name(user_agent)
    assert 0 < len(words) <= 60
    assert words.isprintable()
