"""Sessions in Django's admin: to be seen and ended, never made or edited. No secret is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import connections
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drf_signet.sessions.ending import end
from drf_signet.sessions.methods import in_words, methods_of
from drf_signet.sessions.models import LAST_USE, Reason, Session
from drf_signet.sessions.user_agent import device_name
from drf_signet.translation import translated
from signet_tokens.translatable_text import Text, gettext_noop, ngettext

__all__ = ["SessionAdmin"]


class SessionList(ChangeList):
    """A list that has no days to choose from where MySQL lacks the tables of time zones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not connections[self.root_queryset.db].features.has_zoneinfo_database:
            self.date_hierarchy = None


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic where it runs
    """The list of sessions: which user, where, and since when."""

    list_display = ("owner", "state", "device", "ip", "last_used_at")
    list_filter = ("revoke_reason",)
    date_hierarchy = "created_at"
    ordering = (LAST_USE.desc(),)
    actions = ("end_sessions",)
    fields = (
        *("id", "owner", "device", "user_agent", "ip", "signed_in_by", "created_at", "last_used_at", "expires_at"),
        *("state", "revoked_at", "revoke_reason"),
    )
    readonly_fields = fields

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list, without the days of a database that knows no time zones."""
        return SessionList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        """All sessions, also those of users who are gone, which a JOIN would leave out."""
        return super().get_queryset(request).prefetch_related("user")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """The name users sign in with, the address, and the beginning of the identifier that the log shows."""
        # Not any part of it: "ada" is a name, and hexadecimal.
        return f"user__{get_user_model().USERNAME_FIELD}", "ip", "^id"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not by what isn't shown: a search would give it away letter by letter."""
        return lookup.partition("__")[0] not in {"secret", "auth_hash"} and super().lookup_allowed(
            lookup, value, request
        )

    @admin.display(description=_("user"), ordering="user")
    def owner(self, session: Session) -> str:
        """The user, or what is left of one."""
        try:
            return str(session.user)
        except ObjectDoesNotExist:
            return translated(Text(gettext_noop("{} (deleted)"), session.user_id))

    @admin.display(description=_("last used"), ordering=LAST_USE)
    def last_used_at(self, session: Session) -> datetime:
        """The last refresh; without rotation, to the hour."""
        return session.last_used_at

    @admin.display(description=_("device"))
    def device(self, session: Session) -> str:
        """The browser and the operating system, in words."""
        return device_name(session.user_agent)

    @admin.display(description=_("how the user signed in"))
    def signed_in_by(self, session: Session) -> str:
        """The methods, in words."""
        return in_words(methods_of(session))

    @admin.display(description=_("state"))
    def state(self, session: Session) -> str:
        """Live, expired, or why it was ended."""
        if session.revoked_at is not None:
            return str(Reason(session.revoke_reason).label)
        return gettext("expired") if session.expires_at <= timezone.now() else gettext("live")

    @admin.action(description=_("End the selected sessions"), permissions=["end"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        """Sign the devices out. Their access tokens follow at once, in seconds, or when they expire."""
        now = timezone.now()
        living = list(queryset.filter(revoked_at__isnull=True, expires_at__gt=now))
        for session in living:
            end(session, Reason.ENDED_BY_ADMIN, now)
            self.log_change(request, session, "Ended.")
        number = len(living)
        told = translated(ngettext("{} session was ended.", "{} sessions were ended.", number))
        self.message_user(request, told, messages.SUCCESS)

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Users who may change sessions may end them."""
        return request.user.has_perm("signet_sessions.change_session")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A session is opened by signing in."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        """Only the action changes anything."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        """The row has to outlive its access tokens: a purge deletes it."""
        return False
