"""The worlds of ``djangorestframework-jwt`` and ``drf-jwt``, on our core."""
