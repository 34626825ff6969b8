"""As django-tenants asks for them."""

from __future__ import annotations

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin  # type: ignore[import-untyped]


class Customer(TenantMixin):  # type: ignore[misc]  # without types
    """A tenant."""

    title = models.CharField(max_length=50)


class Domain(DomainMixin):  # type: ignore[misc]
    """A host of a tenant."""
