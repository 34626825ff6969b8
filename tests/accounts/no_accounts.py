"""A project without a view of accounts."""

from __future__ import annotations

from django.urls import path

from drf_signet.sessions import views

urlpatterns = [path("api/token/", views.token_obtain_pair)]
