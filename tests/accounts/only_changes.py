"""A project of whose accounts people may change addresses alone."""

from __future__ import annotations

from django.urls import path

from drf_signet.accounts import views

urlpatterns = [path("api/users/set_email/", views.set_email)]
