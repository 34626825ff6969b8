"""The application, for gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.projects.browser.settings"
application = get_wsgi_application()
# Imports everything now: the first request is as fast as the others.
resolve("/api/whoami/")
