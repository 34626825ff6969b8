"""The addresses of the billing service."""

from __future__ import annotations

from django.urls import path

from api import views

urlpatterns = [path("billing/", views.BillingView.as_view())]
