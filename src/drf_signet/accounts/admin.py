"""E-mail addresses in the admin: who has verified theirs."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drf_signet.accounts.models import EmailAddress
from drf_signet.translation import translated
from signet_tokens.translatable_text import ngettext

__all__ = ["EmailAddressAdmin"]


@admin.register(EmailAddress)
class EmailAddressAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic where it runs
    """To be looked at, and to be verified for users whom no mail reaches."""

    list_display = ("address", "user", "verified_at")
    list_filter = (("verified_at", admin.EmptyFieldListFilter),)
    search_fields = ("address",)
    list_select_related = ("user",)
    readonly_fields = ("user", "address", "verified_at")
    actions = ("mark_as_verified",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Claims are made by signing up."""
        return False

    @admin.action(description=_("Mark as verified"), permissions=["change"])
    def mark_as_verified(self, request: HttpRequest, queryset: QuerySet[EmailAddress]) -> None:
        """Let these users in, as if they had followed the link."""
        count = queryset.filter(verified_at__isnull=True).update(verified_at=timezone.now())
        told = ngettext("{} address marked as verified.", "{} addresses marked as verified.", count)
        self.message_user(request, translated(told))
