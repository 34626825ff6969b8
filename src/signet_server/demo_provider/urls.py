"""The addresses of the provider, below `place.PATH`."""

from __future__ import annotations

from django.urls import URLPattern, path

from signet_server.demo_provider import views

urlpatterns: list[URLPattern] = [
    path(".well-known/openid-configuration", views.discovery, name="demo_provider_discovery"),
    path("keys", views.keys, name="demo_provider_keys"),
    path("authorize", views.authorize, name="demo_provider_page"),
    path("token", views.token, name="demo_provider_token"),
]
