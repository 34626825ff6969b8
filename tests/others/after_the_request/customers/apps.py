"""The app of the tenants."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """In the schema that all share."""

    name = "tests.others.after_the_request.customers"
    label = "customers"
