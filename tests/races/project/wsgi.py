"""The application, for gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.project.settings"
application = get_wsgi_application()
# Imports everything now, in the master process: a worker that takes the place of a killed one answers at once.
resolve("/live/")
