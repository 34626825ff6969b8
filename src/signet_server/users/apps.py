"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Holds the user model."""

    name = "signet_server.users"
    label = "users"
