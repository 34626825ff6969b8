"""
A Django project with everything of `drf_signet.contrib.simplejwt`, and its tests: ``cases_*.py``.

They run in processes of their own (``tests/contrib/simplejwt/test_site.py``): other tests import the real Simple JWT.
"""
