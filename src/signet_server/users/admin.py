"""Users in the admin: Django's own pages for them."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from signet_server.users.models import User

admin.site.site_header = admin.site.site_title = "Signet"
admin.site.register(User, UserAdmin)
