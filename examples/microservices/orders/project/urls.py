"""The addresses of the orders service."""

from __future__ import annotations

from django.urls import path

from api import views

urlpatterns = [path("orders/", views.OrdersView.as_view())]
