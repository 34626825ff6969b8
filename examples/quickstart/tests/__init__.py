"""Tests of the quick start: ``python manage.py test``, or ``pytest`` where pytest-django is installed."""
