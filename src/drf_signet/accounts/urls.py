"""The endpoints of accounts, for ``path("api/", include("drf_signet.accounts.urls"))``."""

from __future__ import annotations

from drf_signet.accounts import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("users/", views.sign_up, name="sign_up"),
    path("users/activation/", views.activation, name="activation"),
    path("users/resend_activation/", views.resend_activation, name="resend_activation"),
    path("users/sign_in_notice/", views.sign_in_notice, name="sign_in_notice"),
    path("users/me/", views.me, name="me"),
    path("users/set_password/", views.set_password, name="set_password"),
    path("users/set_email/", views.set_email, name="set_email"),
    path("users/set_email_confirm/", views.set_email_confirm, name="set_email_confirm"),
    path("users/reset_password/", views.reset_password, name="reset_password"),
    path("users/reset_password/check/", views.reset_password_check, name="reset_password_check"),
    path("users/reset_password_confirm/", views.reset_password_confirm, name="reset_password_confirm"),
]
