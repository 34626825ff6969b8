"""
The Signet service: the library made ready to run. ``signet demo`` starts it on this machine, ``signet serve`` for real.

    cli             the command ``signet`` and its verbs: demo, serve, doctor, manage
    environment     what the operator says in environment variables, and in files that they name, checked
    settings, urls  the Django project
    users           the user model, and ``users/me/``
    databases, redis_cache    what it depends on, with bounds
    hashing         passwords, a few at a time
    error_answers   the answer of any page, also while something is away
    health, docs    ``/healthz`` and ``/readyz``; the interactive documentation

PYTEST_DONT_REWRITE, as drf_signet says.
"""
