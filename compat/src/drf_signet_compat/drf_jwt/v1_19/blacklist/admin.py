"""The blacklist in Django's admin, without the tokens themselves."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken


@admin.register(BlacklistedToken)
class BlacklistedTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic where it runs
    """Rows can be looked at and deleted."""

    list_display = ("user", "token_id", "expires_at", "blacklisted_at")
    list_filter = ("expires_at",)
    fields = ("user", "token_id", "expires_at", "blacklisted_at")
    readonly_fields = fields

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether the list may be filtered by *lookup*: by the token, it could be guessed letter by letter."""
        return lookup.partition("__")[0] != "token" and super().lookup_allowed(lookup, value, request)
