"""Three databases of SQLite, which a test names: that of nobody, and those of two tenants."""

from __future__ import annotations

import os
from pathlib import Path

from tests.others.tenants.common_settings import *  # noqa: F403
from tests.others.tenants.common_settings import APPS, COMMON

_folder = Path(os.environ["TENANTS_FOLDER"])
DATABASES = {
    name: {"ENGINE": "django.db.backends.sqlite3", "NAME": _folder / f"{name}.sqlite3"}
    for name in ("default", "a", "b")
}
DATABASE_ROUTERS = ["tests.others.tenants.databases.routers.TenantRouter"]
MIDDLEWARE = ["tests.others.tenants.databases.routers.choose_tenant"]
INSTALLED_APPS = APPS
SIGNET = {**COMMON, "TENANT": "tests.others.tenants.databases.tenants.current"}
