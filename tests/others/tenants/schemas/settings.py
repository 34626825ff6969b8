"""As django-tenants has it; users are in every schema, the public one as well."""

from __future__ import annotations

import os

from psycopg.conninfo import conninfo_to_dict

from tests.others.tenants.common_settings import *  # noqa: F403
from tests.others.tenants.common_settings import APPS, COMMON

_server = conninfo_to_dict(os.environ["TENANTS_DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": _server["dbname"],
        "USER": _server.get("user", ""),
        "HOST": _server.get("host", ""),
        "PORT": _server.get("port", ""),
    }
}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter",)
MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware"]
SHARED_APPS = ["django_tenants", "tests.others.tenants.schemas", *APPS]
TENANT_APPS = APPS
INSTALLED_APPS = SHARED_APPS
MIGRATION_MODULES = {"schemas": None}
TENANT_MODEL = "schemas.Customer"
TENANT_DOMAIN_MODEL = "schemas.Domain"
SIGNET = {**COMMON, "TENANT": "tests.others.tenants.schemas.tenants.current"}
