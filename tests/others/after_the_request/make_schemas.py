"""Makes the schemas of two tenants: a program, to be run with the settings of `schemas`."""

from __future__ import annotations

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # needs the apps

from tests.others.after_the_request.customers.models import Customer, Domain  # noqa: E402


def main() -> None:
    """The one that all share, and theirs."""
    call_command("migrate_schemas", shared=True, verbosity=0)
    for name in ("a", "b"):
        tenant = Customer(schema_name=name, title=name)
        tenant.save(verbosity=0)
        Domain.objects.create(domain=f"{name}.example.com", tenant=tenant, is_primary=True)


if __name__ == "__main__":
    main()
