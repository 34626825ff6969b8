"""Projects with ``ATOMIC_REQUESTS``, and with packages that remember what failed, such as django-axes."""
