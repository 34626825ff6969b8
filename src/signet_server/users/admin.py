"""Users in the admin: Django's own pages for them."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from signet_server.users.admin_sign_in import AdminSignInForm
from signet_server.users.models import User

admin.site.login_form = AdminSignInForm
admin.site.site_header = admin.site.site_title = "Signet"
admin.site.register(User, UserAdmin)
