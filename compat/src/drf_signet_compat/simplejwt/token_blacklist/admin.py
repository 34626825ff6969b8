"""What an administrator sees of the tokens: whose they are and when they end, never the tokens themselves."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from datetime import datetime
from typing import Any as Any
from typing import Optional as Optional
from typing import TypeVar as TypeVar

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request as Request

from drf_signet_compat.simplejwt.models import TokenUser as TokenUser
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

AuthUser = TypeVar("AuthUser", AbstractBaseUser, TokenUser)


class OutstandingTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic where it runs
    """The tokens that were issued: to be looked at."""

    list_display = ("jti", "user", "created_at", "expires_at")
    search_fields = ("user__pk", "jti")
    ordering = ("user",)
    list_select_related = ("user",)
    actions = None
    fields = ("id", "user", "jti", "created_at", "expires_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: tokens are issued to users."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutstandingToken | None = None) -> bool:
        """No: without the row of a revoked token, nothing would record that it is revoked."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutstandingToken | None = None) -> bool:
        """To look at only."""
        return request.method in {"GET", "HEAD"} and super().has_change_permission(request, obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not by the token: whoever may ask how it begins can read it letter by letter."""
        return lookup.partition("__")[0] != "token" and super().lookup_allowed(lookup, value, request)


class BlacklistedTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """The revoked tokens."""

    list_display = ("token_jti", "token_user", "token_created_at", "token_expires_at", "blacklisted_at")
    search_fields = ("token__user__pk", "token__jti")
    ordering = ("token__user",)
    raw_id_fields = ("token",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlacklistedToken]:
        """Each with its token and user, in one query."""
        return super().get_queryset(request).select_related("token__user")

    @admin.display(description=_("jti"), ordering="token__jti")
    def token_jti(self, obj: BlacklistedToken) -> str:
        """The identifier of the token."""
        return str(obj.token.jti)

    @admin.display(description=_("user"), ordering="token__user")
    def token_user(self, obj: BlacklistedToken) -> AbstractBaseUser | None:
        """The user of the token."""
        return obj.token.user

    @admin.display(description=_("created at"), ordering="token__created_at")
    def token_created_at(self, obj: BlacklistedToken) -> datetime | None:
        """When the token was issued."""
        created_at: datetime | None = obj.token.created_at
        return created_at

    @admin.display(description=_("expires at"), ordering="token__expires_at")
    def token_expires_at(self, obj: BlacklistedToken) -> datetime:
        """When the token ends by itself."""
        expires_at: datetime = obj.token.expires_at
        return expires_at


if not OutstandingToken._meta.abstract:
    admin.site.register(OutstandingToken, OutstandingTokenAdmin)
    admin.site.register(BlacklistedToken, BlacklistedTokenAdmin)
