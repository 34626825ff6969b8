"""The request that a serializer works for, from its context."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from rest_framework import serializers

from drf_signet.client_address import client_address


def http_request_of(serializer: serializers.BaseSerializer[Any]) -> HttpRequest | None:
    """Django's own request: authentication backends and signal receivers don't know REST framework's."""
    request = serializer.context.get("request")
    return getattr(request, "_request", request)


def client_address_of(serializer: serializers.BaseSerializer[Any]) -> str | None:
    """The IP address of the client that sent what *serializer* takes: empty if unknown, None without a request."""
    request = serializer.context.get("request")
    return None if request is None else client_address(request.META) or ""
