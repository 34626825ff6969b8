"""A project of whose accounts people may reset passwords alone."""

from __future__ import annotations

from django.urls import path

from drf_signet.accounts import views

urlpatterns = [path("api/users/reset_password/", views.reset_password)]
