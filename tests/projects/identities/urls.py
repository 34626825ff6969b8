"""Every way in."""

from __future__ import annotations

from tests.projects.accounts import urls as of_accounts

urlpatterns = [*of_accounts.urlpatterns]
