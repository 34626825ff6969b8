"""A project to which people may sign up, and nothing else."""

from __future__ import annotations

from django.urls import path

from drf_signet.accounts import views

urlpatterns = [path("api/users/", views.sign_up)]
