"""
A Django project with everything of `drf_signet_compat.simplejwt`, and its tests: ``cases_*.py``.

They run in processes of their own (``compat/tests/simplejwt/test_site.py``): other tests import the real Simple JWT.
"""
