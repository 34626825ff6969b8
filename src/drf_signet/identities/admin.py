"""Identities in the admin: who signs in with what."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from drf_signet.identities.models import Identity

__all__ = ["IdentityAdmin"]


@admin.register(Identity)
class IdentityAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic where it runs
    """To be looked at, and to be deleted where an account was taken over by somebody else."""

    list_display = ("user", "provider", "email", "created_at", "last_used_at")
    list_filter = ("provider",)
    search_fields = ("email", "subject")
    list_select_related = ("user",)
    readonly_fields = ("user", "provider", "issuer", "subject", "email", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A provider says who somebody is."""
        return False
