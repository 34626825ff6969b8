"""For the tests of a project: a client that signs in by a token."""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.test import APIClient, APITestCase

from drf_signet_compat.drf_jwt.settings import api_settings


class APIJWTClient(APIClient):
    """Signs in at ``/api-token-auth/``, and sends the token from then on."""

    def login(self, **credentials: Any) -> bool:
        """Whether *credentials* get a token."""
        response = self.post("/api-token-auth/", credentials, format="json")
        if response.status_code != status.HTTP_200_OK:
            return False
        self.credentials(HTTP_AUTHORIZATION=f"{api_settings.JWT_AUTH_HEADER_PREFIX} {response.data['token']}")
        return True


class APIJWTTestCase(APITestCase):
    """Its ``client`` is an `APIJWTClient`."""

    client_class = APIJWTClient
