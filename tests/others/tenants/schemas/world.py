"""The tenants of the project with schemas: made once, and entered outside of requests."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Final

from django.core.management import call_command
from django.db import connection
from django_tenants.utils import schema_context  # type: ignore[import-untyped]

from tests.others.tenants.schemas.models import Customer, Domain

TENANTS: Final = ("public", "a", "b")


def prepare() -> None:
    """Make the schemas, with a host for each."""
    call_command("migrate_schemas", shared=True, verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Customer, Domain):
            editor.create_model(model)
    for name in TENANTS:
        customer: Any = Customer(schema_name=name, name=name)
        customer.save(verbosity=0)
        Domain.objects.create(domain=f"{name}.example.com", tenant=customer, is_primary=True)


def inside(tenant: str) -> AbstractContextManager[None]:
    """A block that is *tenant*'s, as in a command."""
    return schema_context(tenant)  # type: ignore[no-any-return]  # without types


def name_in_token(tenant: str) -> object:
    """What a token of *tenant* says."""
    return tenant
