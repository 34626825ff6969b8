"""
The Signet service: the library made ready to run. ``signet demo`` starts it on this machine, ``signet serve`` for real.

    cli             the command ``signet`` and its verbs: demo, serve, doctor, manage
    environment     what the operator says in environment variables, checked
    settings, urls  the Django project
    users           the user model, and ``users/me/``
    health, docs    ``/healthz`` and ``/readyz``; the interactive documentation
"""
