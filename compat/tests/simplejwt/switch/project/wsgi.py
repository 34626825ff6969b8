"""The application, for gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.switch.project.settings"
application = get_wsgi_application()
resolve("/hello/")
