"""Tests of the project: ``python manage.py test``, or ``pytest`` where pytest-django is installed."""
