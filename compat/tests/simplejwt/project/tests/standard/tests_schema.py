"""The OpenAPI schema that drf-spectacular makes of the project."""

from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from tests.overrides import override_api_settings


def generate() -> dict[str, Any]:
    """The schema of the project."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaTests(SimpleTestCase):
    """The schema that clients read."""

    @classmethod
    def setUpClass(cls) -> None:
        """Make the schema once."""
        super().setUpClass()
        with GENERATOR_STATS.silence():
            cls.schema = generate()

    def fields(self, path: str, direction: str) -> dict[str, Any]:
        """The fields of a request to *path*, or of its response."""
        operation = self.schema["paths"][path]["post"]
        body = operation["requestBody"] if direction == "request" else operation["responses"]["200"]
        reference = body["content"]["application/json"]["schema"]["$ref"]
        return self.schema["components"]["schemas"][reference.rsplit("/", 1)[1]]["properties"]

    def test_the_header_is_described(self) -> None:
        """As a bearer token."""
        scheme = self.schema["components"]["securitySchemes"]["jwtAuth"]
        self.assertEqual(scheme, {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})

    def test_a_protected_view_wants_it(self) -> None:
        """A view that looks the user up, and one that doesn't."""
        for path in ("/api/me/", "/api/me/stateless/", "/api/notes/"):
            self.assertEqual(self.schema["paths"][path]["get"]["security"], [{"jwtAuth": []}])

    def test_a_token_view_wants_nothing(self) -> None:
        """A client that signs in has no token yet."""
        self.assertNotIn("jwtAuth", str(self.schema["paths"]["/api/token/refresh/"]["post"].get("security")))

    def test_a_sign_in_takes_a_password_and_gives_a_pair(self) -> None:
        """In the words of our own serializer, or of the one that the settings name."""
        self.assertEqual(list(self.fields("/api/login/documented/", "answer")), ["access", "refresh"])
        self.assertLessEqual({"username", "password"}, self.fields("/api/login/documented/", "request").keys())

    def test_a_refresh_gives_an_access_token(self) -> None:
        """And takes a refresh token."""
        self.assertIn("access", self.fields("/api/token/refresh/", "answer"))
        self.assertIn("refresh", self.fields("/api/token/refresh/", "request"))

    def test_verify_and_blacklist_take_a_token(self) -> None:
        """By their field."""
        self.assertIn("token", self.fields("/api/token/verify/", "request"))
        self.assertIn("refresh", self.fields("/api/token/blacklist/", "request"))

    def test_a_rotating_refresh_gives_both(self) -> None:
        """As the settings say."""
        with override_api_settings(ROTATE_REFRESH_TOKENS=True), GENERATOR_STATS.silence():
            schema = generate()
        reference = schema["paths"]["/api/token/refresh/"]["post"]["responses"]["200"]
        name = reference["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        self.assertLessEqual({"access", "refresh"}, schema["components"]["schemas"][name]["properties"].keys())
