"""A schema of PostgreSQL for each tenant, with django-tenants. Its middleware goes by the host, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from tests.others.after_the_request.settings import *  # noqa: F403

SHARED_APPS = ["django_tenants", "tests.others.after_the_request.customers", "django.contrib.contenttypes"]
TENANT_APPS = APPS  # noqa: F405
INSTALLED_APPS = [*SHARED_APPS, *(one for one in TENANT_APPS if one not in SHARED_APPS)]
TENANT_MODEL = "customers.Customer"
TENANT_DOMAIN_MODEL = "customers.Domain"
PUBLIC_SCHEMA_URLCONF = ROOT_URLCONF  # noqa: F405
URL = urlsplit(os.environ["SCHEMAS"])
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": URL.path[1:],
        "USER": URL.username,
        "HOST": parse_qs(URL.query).get("host", [URL.hostname])[0],
        "PORT": URL.port or "",
    }
}
MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware"]
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]


@contextmanager
def serving(tenant: str) -> Iterator[None]:
    """A block that serves *tenant*."""
    from django_tenants.utils import get_tenant_model, tenant_context  # type: ignore[import-untyped]  # needs settings

    with tenant_context(get_tenant_model().objects.get(schema_name=tenant)):
        yield
