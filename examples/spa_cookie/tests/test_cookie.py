"""The cookie of the refresh token: its attributes, where it travels, and from which pages."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.test import override_settings
from rest_framework.test import APITestCase

from tests.browser import Browser
from tests.people import PASSWORD, make_ada
from tests.production import production_settings

Endpoint = tuple[str, dict[str, str]]

DAY = 86_400
SIGN_IN: Endpoint = ("browser_token_obtain_pair", {"username": "ada", "password": PASSWORD})
ENDPOINTS: tuple[Endpoint, ...] = (
    SIGN_IN,
    ("browser_token_refresh", {}),
    ("browser_logout", {}),
    ("browser_logout_all", {}),
)


class CookieTests(APITestCase):
    """api/v1/browser/."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_ada()

    def setUp(self) -> None:
        cache.clear()
        self.browser = Browser()

    def sign_in(self) -> Any:
        """Sign in as Ada."""
        response = self.browser.sign_in("ada", PASSWORD)
        self.assertEqual(response.status_code, 200)
        return response

    def assert_cookie(self, response: Any, name: str, **attributes: object) -> None:
        """*response* sets one cookie, called *name*, with *attributes*, and no others except its times."""
        self.assertEqual(list(response.cookies), [name])
        times = {"expires", "max-age"}
        found = {key: value for key, value in response.cookies[name].items() if value and key not in times}
        self.assertEqual(found, attributes)

    def test_in_production_it_is_for_this_host_and_https_alone(self) -> None:
        """The prefix __Host- demands what the attributes say: Secure, the path of everything, and no domain."""
        with override_settings(SIGNET=production_settings()["SIGNET"]):
            response = self.sign_in()
        expected = {"httponly": True, "secure": True, "samesite": "Strict", "path": "/"}
        self.assert_cookie(response, "__Host-refresh", **expected)

    def test_in_development_it_does_without_https(self) -> None:
        """The same, without Secure and without the prefix, which browsers take over https only."""
        response = self.sign_in()
        expected = {"httponly": True, "samesite": "Strict", "path": "/"}
        self.assert_cookie(response, "refresh", **expected)

    def test_it_is_kept_for_as_long_as_the_token_is_good(self) -> None:
        """REFRESH_TOKEN_LIFETIME, less the second that may end while the answer is written."""
        self.assertAlmostEqual(self.sign_in().cookies["refresh"]["max-age"], DAY, delta=5)

    def test_no_body_has_the_refresh_token(self) -> None:
        """Sign-in and refresh answer with the access token alone."""
        for response in (self.sign_in(), self.browser.refresh()):
            self.assertEqual(set(response.data), {"access", "expires_in"})
            self.assertNotIn(response.cookies["refresh"].value, response.content.decode())
            self.assertEqual(response["Cache-Control"], "no-store")

    def test_each_refresh_replaces_it(self) -> None:
        """Both tokens are new afterwards."""
        first = self.sign_in()
        second = self.browser.refresh()
        self.assertNotEqual(first.cookies["refresh"].value, second.cookies["refresh"].value)
        self.assertNotEqual(first.data["access"], second.data["access"])

    def test_a_page_of_another_origin_is_refused(self) -> None:
        """It can neither sign the user in nor refresh nor sign the user out, and the session goes on."""
        self.sign_in()
        self.browser.origin = "https://elsewhere.example"
        for name, body in ENDPOINTS:
            with self.subTest(name):
                response = self.browser.post(name, body)
                self.assertEqual((response.status_code, response.data["code"]), (403, "origin_refused"))
                self.assertEqual(list(response.cookies), [])
        self.browser.origin = "http://testserver"
        self.assertEqual(self.browser.refresh().status_code, 200)

    def test_sign_out_ends_the_session(self) -> None:
        """The browser forgets the cookie; a copy of it, and the access token, are worth nothing."""
        self.sign_in()
        copied, access = self.browser.client.cookies["refresh"].value, self.browser.access
        response = self.browser.post("browser_logout")
        self.assertEqual(response.status_code, 204)
        self.assert_cookie(response, "refresh", httponly=True, samesite="Strict", path="/")
        self.assertEqual(response.cookies["refresh"].value, "")

        self.browser.client.cookies["refresh"] = copied
        self.assertEqual(self.browser.refresh().status_code, 401)
        self.browser.access = access
        self.assertEqual(self.browser.get("hello").status_code, 401)

    def test_sign_out_everywhere_ends_the_other_browser_too(self) -> None:
        """One click, every device."""
        elsewhere = Browser()
        elsewhere.sign_in("ada", PASSWORD)
        self.sign_in()
        self.assertEqual(self.browser.post("browser_logout_all").status_code, 204)
        self.assertEqual(elsewhere.refresh().status_code, 401)
